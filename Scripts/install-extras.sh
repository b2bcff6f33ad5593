#!/usr/bin/env bash
# Usage: install-extras.sh EXTRAS PREFIX
# Installs the completions and the man page that extras.sh wrote where shells and man look for them under a prefix.
set -euo pipefail

extras=$1 share=$2/share

put() { # FROM TO
  install -d "$(dirname "$share/$2")"
  install -m 644 "$extras/$1" "$share/$2"
}

put tunegate.bash bash-completion/completions/tunegate
put _tunegate zsh/site-functions/_tunegate
put tunegate.fish fish/vendor_completions.d/tunegate.fish
[[ ! -f $extras/tunegate.1 ]] || put tunegate.1 man/man1/tunegate.1
