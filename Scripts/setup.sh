#!/usr/bin/env bash
# Installs the system libraries that the build needs, when they are missing; says nothing when all is there. ISA-L is
# among them when TRAITS, a list with commas, has ISAL.
# Debian and its kin: apt-get, as root or through sudo. Elsewhere: names the packages and stops with status 2.
set -euo pipefail

stop() {
  printf 'setup: %s\n' "$@" >&2
  exit 2
}

# True when a C header is where the compiler looks for it.
has_header() {
  local folder
  for folder in "${include_folders[@]}"; do
    [[ -e $folder/$1 ]] && return
  done
  return 1
}

include_folders=(/usr/include /usr/local/include)
IFS=: read -ra from_environment <<<"${CPATH:-}:${C_INCLUDE_PATH:-}"
for folder in "${from_environment[@]}"; do
  [[ -n $folder ]] && include_folders+=("$folder")
done

system=$(uname -s)
if [[ $system == Darwin ]]; then
  include_folders+=(/opt/homebrew/include "$(xcrun --show-sdk-path 2>/dev/null || true)/usr/include")
fi

command -v swift >/dev/null ||
  stop 'no swift on PATH; Tunegate needs Swift 6.1 or later: see https://www.swift.org/install'

missing=()
has_header zlib.h || missing+=(zlib1g-dev)
has_header zstd.h || missing+=(libzstd-dev)
# libxml2's headers are in a folder of their own, which the build learns from pkg-config.
command -v pkg-config >/dev/null || missing+=(pkg-config)
has_header libxml2/libxml/parser.h || missing+=(libxml2-dev)
isal=()
if [[ ,${TRAITS:-}, == *,ISAL,* ]] && ! has_header isa-l/igzip_lib.h; then
  missing+=(libisal-dev)
  isal=('For TRAITS=ISAL also ISA-L: isa-l in Homebrew, isa-l-devel in Fedora, else https://github.com/intel/isa-l')
fi
[[ ${#missing[@]} -eq 0 ]] && exit 0

if [[ $system == Darwin ]]; then
  stop "${missing[*]} (Debian names) missing; install and try again:" \
    '  brew install zlib zstd libxml2 pkgconf' ${isal[@]+"${isal[@]}"}
fi
if ! command -v apt-get >/dev/null; then
  stop "the headers of ${missing[*]} (Debian names) are missing; install them and try again:" \
    '  Fedora   dnf install zlib-devel libzstd-devel libxml2-devel pkgconf' \
    '  Alpine   apk add zlib-dev zstd-dev libxml2-dev pkgconf' \
    '  Arch     pacman -S zlib zstd libxml2 pkgconf' ${isal[@]+"${isal[@]}"}
fi

as_root=()
if [[ $(id -u) -ne 0 ]]; then
  command -v sudo >/dev/null ||
    stop "${missing[*]} must be installed by root, and there is no sudo; as root run:" \
      "  apt-get install ${missing[*]}"
  as_root=(sudo)
fi

install_missing() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" 2>&1
}

printf 'setup: installing %s\n' "${missing[*]}"
# Package lists are refreshed only when they are absent or too old to install from; what apt says is shown only when
# it fails.
if ! install_missing >/dev/null; then
  "${as_root[@]}" apt-get update -qq
  said=$(install_missing) || stop "apt-get could not install ${missing[*]}:" "$said"
fi
