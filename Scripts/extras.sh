#!/usr/bin/env bash
# Usage: extras.sh TUNEGATE FOLDER
# Writes what is installed beside the binary into FOLDER: tunegate.bash, _tunegate (zsh), tunegate.fish, and the man
# page tunegate.1, all made by the binary itself. Without Python 3 there is no man page, and a line says so.
set -euo pipefail

tunegate=$1 folder=$2
scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$folder"
"$tunegate" --generate-completion-script bash >"$folder/tunegate.bash"
"$tunegate" --generate-completion-script zsh >"$folder/_tunegate"
"$tunegate" --generate-completion-script fish >"$folder/tunegate.fish"
rm -f "$folder/tunegate.1"
if command -v python3 >/dev/null; then
  "$tunegate" --experimental-dump-help |
    python3 "$scripts/manual.py" "$("$tunegate" --version)" >"$folder/tunegate.1"
else
  echo 'extras: no python3 on PATH, so no man page' >&2
fi
