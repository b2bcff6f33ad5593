#!/usr/bin/env bash
# Usage: licenses.sh FILE
# Writes the licenses of what is linked into a static binary into FILE. They are read off this machine, where the binary
# is built: from the package checkouts, the Swift toolchain, and Debian's copyright files.
set -euo pipefail

file=$1
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# The folder lib/swift of the toolchain.
resources=$(swiftc -print-target-info | sed -n 's/.*"runtimeResourcePath" *: *"\(.*\)".*/\1/p')

title() { printf '\n%s\n%s\n\n' "$1" "${1//?/=}"; }

from_checkout() { # NAME FOLDER
  title "$1"
  cat .build/checkouts/"$2"/LICENSE*
}

from_debian() { # NAME PATTERN: the copyright file of the -dev package that holds the static library
  local file
  title "$1"
  for file in /usr/share/doc/$2/copyright; do
    if [[ -e $file ]]; then cat "$file"; else echo "See the homepage of $1."; fi
  done
}

{
  cat <<'END'
Tunegate is under the Apache License 2.0, see LICENSE. Its binaries hold parts of the following, under their own
licenses.

Binaries that load no library of the system hold glibc too, which is under the GNU LGPL 2.1 or later: Tunegate's sources
are public and its Makefile links them anew, with another glibc if you wish. Its own sources are Debian's package glibc.
END
  title 'Swift: standard library, Foundation, Dispatch (Apache License 2.0 with Runtime Library Exception)'
  cat "$resources/../../share/swift/LICENSE.txt"
  from_checkout swift-argument-parser swift-argument-parser
  from_checkout Yams Yams
  title 'libyaml, within Yams'
  echo 'Copyright (c) 2017-2020 Ingy döt Net, copyright (c) 2006-2016 Kirill Simonov; under the MIT license, as Yams.'
  from_debian libxml2 libxml2-dev
  from_debian zlib zlib1g-dev
  from_debian Zstandard libzstd-dev
  from_debian 'libstdc++ and libgcc' 'libstdc++-[0-9]*-dev'
  from_debian glibc libc6-dev
} >"$file"
