#!/usr/bin/env bash
# Usage: browser-check.sh TUNEGATE PATH FOLDER
# Writes the HTML report of PATH into FOLDER, opens it in headless Chromium, and leaves screenshots of the light and the
# dark page there. Fails when the page logs anything to the console, or asks for anything but itself.
set -euo pipefail

tunegate=$1 data=$2 folder=$3
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [[ -z $browser ]]; then
  echo "browser-check: no Chromium on PATH; on Debian: apt-get install chromium" >&2
  exit 2
fi
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
"$tunegate" check "$data" --report "html=$folder/report.html" --no-progress || [[ $? -eq 1 ]]

open_page() { # NAME FLAG…: what the page says to the console goes to NAME.log
  local name=$1
  shift
  "$browser" --headless=new --no-sandbox --disable-gpu --hide-scrollbars --window-size=1000,2600 \
    --enable-logging=stderr --host-resolver-rules='MAP * ~NOTFOUND' "$@" \
    --screenshot="$folder/$name.png" "file://$folder/report.html" >/dev/null 2>"$folder/$name.log" || true
  [[ -s $folder/$name.png ]] || { echo "browser-check: no screenshot; see $folder/$name.log" >&2; exit 1; }
  if grep -E 'CONSOLE|ERR_NAME_NOT_RESOLVED|Refused to' "$folder/$name.log"; then
    echo "browser-check: the page says something to the console, or asks for something" >&2
    exit 1
  fi
}

open_page light
open_page dark --force-dark-mode --blink-settings=preferredColorScheme=0
cmp -s "$folder/light.png" "$folder/dark.png" && { echo "browser-check: dark looks like light" >&2; exit 1; }
echo "browser-check: $(wc -c <"$folder/report.html") bytes, nothing on the console"
echo "look at $folder/light.png and dark.png"
