#!/usr/bin/env bash
# Installs what the tests on Spark look for, and nothing when all is there: PySpark from PyPI into .build/tools, and a
# Java runtime from Debian where there is none. What cannot be had is told, and its tests are skipped.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

requirements=integrations/spark/requirements.txt
python=.build/tools/bin/python3

# The requirements of the last time are kept beside the packages: pip would need seconds to find that all are there.
if ! cmp -s "$requirements" .build/tools/spark-requirements.txt; then
  if [[ -x $python ]] || python3 -m venv .build/tools; then
    if "$python" -m pip install --quiet --disable-pip-version-check --requirement "$requirements"; then
      cp "$requirements" .build/tools/spark-requirements.txt
    else
      echo 'spark-tools: no PySpark from PyPI; its tests will be skipped'
    fi
  fi
fi

command -v java >/dev/null && exit 0
as_root=()
if [[ $(id -u) -ne 0 ]]; then as_root=(sudo); fi
install_java() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${1:-openjdk-17-jre-headless}" >/dev/null 2>&1
}
if command -v apt-get >/dev/null; then
  # Debian 13 has 21 in place of 17; Spark runs on both. Package lists may be absent.
  install_java || { "${as_root[@]}" apt-get update -qq && install_java; } || install_java default-jre-headless || true
fi
command -v java >/dev/null || echo 'spark-tools: no Java 17 from Debian; the tests on Spark will be skipped'
