#!/usr/bin/env bash
# Usage: check-packages.sh FOLDER
# Takes the packages in FOLDER as a user would: unpacks the archive, installs the Debian package into a root of its own
# and the wheel into a fresh virtual environment, and lets each audit the demo set. A check whose tool is missing is
# skipped, and says so; a check that fails ends the script with status 1.
set -euo pipefail

folder=$(cd "$1" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")/.."
demo=fixtures/support-chat
version=$(sed -n 's/.*static let version = "\(.*\)"/\1/p' Sources/TunegateKit/Tunegate.swift)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

fail() {
  echo "check-packages: $*" >&2
  exit 1
}
skip() { echo "  skipped: $*"; }
has() { command -v "$1" >/dev/null; }

# The newest file of this version that fits a pattern; a folder may hold those of other architectures.
find_package() {
  local found
  found=$(find "$folder" -maxdepth 1 -name "$1" -printf '%T@ %p\n' | sort -n | tail -n 1 | cut -d ' ' -f 2-)
  [[ -n $found ]] || fail "no $1 in $folder: make packages makes it"
  echo "$found"
}

# The binary says its version, closes the gate on the demo set with the committed report, and opens it on clean data.
audits() { # TUNEGATE
  local said status=0 arguments
  read -ra arguments <"$demo/cmd"
  said=$(env -i "$1" --version)
  [[ $said == "$version" ]] || fail "$1 --version says $said, expected $version"
  (cd "$demo" && env -i LC_ALL=C.UTF-8 "$1" "${arguments[@]}") >"$scratch/report.txt" || status=$?
  [[ $status -eq $(cat "$demo/exit") ]] || fail "$1: exit code $status on $demo, expected $(cat "$demo/exit")"
  cmp "$scratch/report.txt" "$demo/expected.txt" || fail "$1: not the report of $demo/expected.txt"
  env -i "$1" check --quiet --no-progress fixtures/clean-chat >/dev/null || fail "$1 closes the gate on clean data"
}

check_archive() {
  local archive stage
  archive=$(find_package "tunegate-$version-*-linux.tar.gz")
  echo "archive: $(basename "$archive")"
  (cd "$folder" && sha256sum --check --quiet "$(basename "$archive").sha256") || fail "the SHA-256 does not fit"
  tar --extract --gzip --file="$archive" --directory="$scratch"
  stage=$scratch/$(basename "$archive" .tar.gz)
  audits "$stage/tunegate"
  for file in LICENSE README.md CHANGELOG.md THIRD-PARTY.txt man/tunegate.1; do
    [[ -s $stage/$file ]] || fail "the archive has no $file"
  done
  if has readelf; then
    ! readelf --dynamic --wide "$stage/tunegate" | grep NEEDED || fail 'the binary loads libraries'
  else skip 'no readelf, so nobody knows whether the binary loads libraries'; fi
  bash -n "$stage/completions/tunegate.bash"
  if has zsh; then zsh -n "$stage/completions/_tunegate"; else skip 'no zsh to read its completions'; fi
  if has fish; then fish -n "$stage/completions/tunegate.fish"; else skip 'no fish to read its completions'; fi
  if has mandoc; then
    mandoc -T lint -W warning "$stage/man/tunegate.1" || fail 'mandoc objects to the man page'
  else skip 'no mandoc to check the man page'; fi
}

check_debian() {
  local package root
  package=$(find_package "tunegate_*_$(dpkg --print-architecture).deb")
  echo "deb: $(basename "$package")"
  # Into a root of its own, with a package database of its own: what it depends on is not there, but on this machine.
  root=$scratch/root
  mkdir -p "$root/var/lib/dpkg/updates" "$root/var/lib/dpkg/info"
  : >"$root/var/lib/dpkg/status"
  dpkg --root="$root" --force-not-root --force-depends --log="$scratch/dpkg.log" --install "$package" \
    >"$scratch/dpkg.txt" 2>&1 || fail "dpkg: $(cat "$scratch/dpkg.txt")"
  audits "$root/usr/bin/tunegate"
  if has apt-get; then
    apt-get --simulate -qq install "$package" >"$scratch/apt.txt" 2>&1 || fail "apt-get: $(cat "$scratch/apt.txt")"
  else skip 'no apt-get to tell whether the dependencies are there'; fi
  dpkg --root="$root" --force-not-root --log="$scratch/dpkg.log" --purge tunegate >/dev/null 2>&1 ||
    fail 'dpkg cannot remove the package'
  [[ -z $(find "$root" -name '*tunegate*') ]] || fail "purged, and still there: $(find "$root" -name '*tunegate*')"
  if has lintian; then
    lintian --fail-on error,warning "$package" 2>/dev/null || fail 'lintian objects to the package'
  else skip 'no lintian to read the package'; fi
}

check_wheel() {
  local wheel
  wheel=$(find_package "tunegate-$version-py3-none-*.whl")
  echo "wheel: $(basename "$wheel")"
  if ! python3 -m venv "$scratch/venv" >/dev/null 2>&1; then
    skip 'python3 cannot make a virtual environment (Debian: apt-get install python3-venv)'
    return
  fi
  # What is installed is the file alone: it depends on nothing, so no index is asked.
  "$scratch/venv/bin/python" -m pip --quiet --disable-pip-version-check install --no-index "$wheel" ||
    fail 'pip does not install the wheel'
  audits "$scratch/venv/bin/tunegate"
  "$scratch/venv/bin/python" -m pip --disable-pip-version-check show --files tunegate >"$scratch/files.txt"
  grep -q '^License-Expression: Apache-2.0\|^License: \|^Version: '"$version" "$scratch/files.txt" ||
    fail 'pip does not see the metadata'
  "$scratch/venv/bin/python" -m pip --quiet --disable-pip-version-check uninstall --yes tunegate
  [[ ! -e $scratch/venv/bin/tunegate ]] || fail 'uninstalled, and still there'
}

check_archive
if has dpkg-shlibdeps; then check_debian; else skip 'no dpkg-shlibdeps, so no Debian package'; fi
check_wheel
echo 'all packages run'
