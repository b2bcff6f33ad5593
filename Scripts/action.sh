#!/usr/bin/env bash
# Usage: action.sh TUNEGATE
# The audit step of action.yml; its inputs come as TUNEGATE_PATH, TUNEGATE_ARGUMENTS, TUNEGATE_SARIF, TUNEGATE_HTML.
# The exit code is the gate.
set -euo pipefail

reports=(--report terminal --report github)
[[ -n ${TUNEGATE_SARIF:-} ]] && reports+=(--report "sarif=$TUNEGATE_SARIF")
[[ -n ${TUNEGATE_HTML:-} ]] && reports+=(--report "html=$TUNEGATE_HTML")
# Arguments are words of one line, as a shell would take them; nothing in them is run.
read -ra arguments <<<"${TUNEGATE_ARGUMENTS:-}"

exec "$1" check "${reports[@]}" ${arguments[@]+"${arguments[@]}"} -- "${TUNEGATE_PATH:-.}"
