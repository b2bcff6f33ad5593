"""Runs a command and says on a file descriptor, as one JSON object, what it and all its descendants cost.

    supervise.py DESCRIPTOR LIMIT COMMAND...

On Linux it adopts the descendants that outlive their parents (PR_SET_CHILD_SUBREAPER), so that the work of daemons and
of pools is counted too; it waits for all of them, and after 10 seconds ends those that stay. LIMIT is the longest time
in seconds, after which the command and its descendants are killed; 0 for none.

CPU seconds are user + system of every process that was waited for. Peak memory is the largest resident set of a single
process, or the sum of the proportional set sizes of all, looked at four times a second while there are several.

A process of its own with few modules: the kernel counts the memory of a parent at the time of the fork as its child's.
"""

import json
import os
import resource
import signal
import sys
import time

PR_SET_CHILD_SUBREAPER = 36
LOOK_SECONDS = 0.25
GRACE_SECONDS = 10


def adopt_orphans():
    if sys.platform != "linux":
        return
    import ctypes

    if ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        sys.exit("supervise.py: prctl(PR_SET_CHILD_SUBREAPER) failed")


def children(pid):
    found = []
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children") as listed:
                found += [int(child) for child in listed.read().split()]
    except OSError:
        pass
    return found


def descendants():
    """All living processes below this one; none where /proc is not."""
    found, left = [], children(os.getpid())
    while left:
        pid = left.pop()
        found.append(pid)
        left += children(pid)
    return found


def proportional_set(pid):
    """Bytes of a process's memory, pages that are shared split among their users."""
    try:
        with open(f"/proc/{pid}/smaps_rollup") as lines:
            return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
    except OSError:
        return 0


class Tree:
    """The command and what came of it."""

    def __init__(self, command, limit):
        self.limit = limit
        self.cpu, self.peak, self.together, self.most = 0.0, 0, 0, 1
        self.is_stopped = False
        # Blocked here, so that sigtimedwait sees it; not in the command.
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
        self.start = time.perf_counter()
        self.main = os.posix_spawnp(command[0], command, os.environ, setsigmask=[])
        self.status = self.wall = None

    def reap(self):
        """Takes in all that has ended. False when no child is left."""
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return False
            if pid == 0:
                return True
            self.cpu += usage.ru_utime + usage.ru_stime
            self.peak = max(self.peak, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))
            if pid == self.main:
                self.status, self.wall = os.waitstatus_to_exitcode(status), time.perf_counter() - self.start

    def look(self):
        now = time.perf_counter() - self.start
        alive = descendants()
        self.most = max(self.most, len(alive))
        if len(alive) > 1:
            self.together = max(self.together, sum(proportional_set(pid) for pid in alive))
        if self.wall is None and self.limit and now > self.limit:
            self.is_stopped = True
            self.end(alive or [self.main])
        elif self.wall is not None and now > self.wall + GRACE_SECONDS:
            self.end(alive)

    def end(self, pids):
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def run(self):
        while self.reap():
            if hasattr(signal, "sigtimedwait"):
                signal.sigtimedwait([signal.SIGCHLD], LOOK_SECONDS)
            else:
                time.sleep(0.002)
            self.look()
        return {
            "status": self.status, "cpu": self.cpu, "wall": self.wall, "peak": max(self.peak, self.together),
            "processes": self.most, "stopped": self.is_stopped,
        }


def main():
    descriptor, limit, command = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]
    os.set_inheritable(descriptor, False)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    adopt_orphans()
    try:
        result = Tree(command, limit).run()
    except OSError as error:
        result = {"error": f"{command[0]}: {error.strerror}"}
    os.write(descriptor, json.dumps(result).encode())


main()
