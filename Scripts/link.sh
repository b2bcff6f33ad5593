#!/usr/bin/env bash
# Usage: link.sh static|dynamic BUILT OUT
# Links the objects of the release build in the folder BUILT anew, stripped and for packaging, into the file OUT. The
# build itself would need minutes for each kind of binary; this needs seconds.
#
#   static    loads no library and runs on every Linux of its architecture: for the archive, the wheel, the container
#   dynamic   loads the system's C library, libxml2, zlib and zstd, which the system keeps up to date: for Debian
#
# What neither kind ever runs is kept out of both, see link_stubs.c.
set -euo pipefail

kind=$1 built=$2 out=$3
scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

stop() {
  printf 'link: %s\n' "$@" >&2
  exit 2
}

[[ $(uname -s) == Linux ]] || stop "packages are made on Linux only; here use make install"
objects=$built/tunegate.product/Objects.LinkFileList
[[ -f $objects ]] || stop "$objects is not there: the release build comes first (make build)"
# Libraries by their pkg-config names, as Package.swift has them.
packages=(libxml-2.0 libzstd zlib)
read -ra libraries <<<"$(pkg-config --libs "${packages[@]}")"
read -ra headers <<<"$(pkg-config --cflags "${packages[@]}")"

case $kind in
  static)
    options=(-static-executable)
    stubs=(-DLINKS_XML2)
    for library in xml2 zstd z; do
      # A compiler that finds no such file answers with the name alone.
      [[ $(clang -print-file-name="lib$library.a") == /* ]] ||
        stop "lib$library.a is not there; Debian's -dev packages have it:" \
          '  apt-get install libxml2-dev libzstd-dev zlib1g-dev'
    done
    ;;
  dynamic)
    options=(-static-stdlib)
    stubs=()
    ;;
  *) stop "$kind: expected static or dynamic" ;;
esac

# The data's symbol bears ICU's version, which is the toolchain's.
resources=$(swiftc -print-target-info | sed -n 's/.*"runtimeResourcePath" *: *"\(.*\)".*/\1/p')
icu=${resources}_static/linux/lib_FoundationICU.a
data=$(nm --defined-only "$icu" 2>/dev/null | sed -n 's/.* R \(icudt[0-9]*_dat\)$/\1/p' | head -n 1)
[[ -n $data ]] && stubs+=(-DICU_DATA="$data")

# The compiler leaves a hash of its own command line in each object, for its next run. It depends on the folder of the
# sources, and nothing else in the binary does.
command -v objcopy >/dev/null || stop 'no objcopy on PATH; Debian has it in binutils'
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
count=0
while IFS= read -r object; do
  count=$((count + 1))
  # A path with a space stands in quotes.
  object=${object#\'} object=${object%\'}
  printf -v name '%04d.o' "$count"
  objcopy --remove-section=.swift_modhash "$object" "$scratch/$name"
done <"$objects"

mkdir -p "$(dirname "$out")"
clang -c -O2 "${headers[@]}" ${stubs[@]+"${stubs[@]}"} "$scripts/link_stubs.c" -o "$scratch/stubs.o"
swiftc -emit-executable "${options[@]}" -use-ld=lld -o "$out" "${libraries[@]}" "$scratch"/*.o \
  -Xlinker --gc-sections -Xlinker -z -Xlinker now -Xlinker --defsym -Xlinker main=TunegateCLI_main -Xlinker -s
rm -f "$out.autolink"
"$out" --version >/dev/null || stop "$out was linked but does not run"
