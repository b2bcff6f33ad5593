#!/usr/bin/env bash
# Usage: audit-demo.sh TUNEGATE PATH
# Audits PATH and says what the exit code means. A closed gate is a judgement, so it counts as success here;
# a run that could not judge (2), or that crashed, does not.
set -uo pipefail

tunegate=$1 data=$2
"$tunegate" check "$data"
status=$?

echo
case $status in
  0) echo "exit code 0: the gate is open: $data keeps every limit" ;;
  1) echo "exit code 1: the gate is closed; the report above says which limits $data does not hold" ;;
  2) echo "exit code 2: no judgement, because of the usage, the configuration or an unreadable input" >&2 ;;
  *) echo "exit code $status: tunegate did not finish" >&2 ;;
esac
[[ $status -le 1 ]] || exit "$status"
