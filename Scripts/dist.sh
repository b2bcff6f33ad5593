#!/usr/bin/env bash
# Usage: dist.sh TUNEGATE EXTRAS FOLDER
# Packs a stripped static binary, completions, man page, readme and licenses into
# FOLDER/tunegate-VERSION-ARCH-linux.tar.gz and writes its .sha256 beside it. Same inputs and SOURCE_DATE_EPOCH, same
# bytes.
set -euo pipefail

tunegate=$1 extras=$2 folder=$3
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
version=$("$tunegate" --version)
name=tunegate-$version-$(uname -m)-linux

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
stage=$scratch/$name
install -d "$stage/completions" "$stage/man"
install -m 755 "$tunegate" "$stage/tunegate"
install -m 644 "$root/LICENSE" "$root/README.md" "$root/CHANGELOG.md" "$stage"
install -m 644 "$extras/THIRD-PARTY.txt" "$stage/THIRD-PARTY.txt"
install -m 644 "$extras/tunegate.bash" "$extras/_tunegate" "$extras/tunegate.fish" "$stage/completions"
install -m 644 "$extras/tunegate.1" "$stage/man"

mkdir -p "$folder"
# What tar would take from the machine (order, owners, times, modes, the time in gzip's header) is fixed.
tar --create --directory="$scratch" --format=ustar --sort=name --mtime="@${SOURCE_DATE_EPOCH:-0}" \
  --owner=0 --group=0 --numeric-owner --mode=u+rwX,go+rX,go-w "$name" |
  gzip --no-name --best >"$folder/$name.tar.gz"
(cd "$folder" && sha256sum "$name.tar.gz" >"$name.tar.gz.sha256")
echo "dist: $folder/$name.tar.gz ($(wc -c <"$folder/$name.tar.gz") bytes)"
