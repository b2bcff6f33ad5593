#!/usr/bin/env bash
# Usage: deb.sh TUNEGATE EXTRAS FOLDER
# Packs a stripped binary that loads the system's libraries into FOLDER/tunegate_VERSION_ARCH.deb. What it depends on is
# measured by dpkg-shlibdeps, so the package fits the release of Debian or Ubuntu that it was made on, and later ones.
# DEBFULLNAME and DEBEMAIL name the maintainer, as for all of Debian's tools.
set -euo pipefail

tunegate=$1 extras=$2 folder=$3
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
for tool in dpkg-deb dpkg-shlibdeps; do
  command -v "$tool" >/dev/null || {
    echo "deb: no $tool on PATH; on Debian and Ubuntu: apt-get install dpkg-dev" >&2
    exit 2
  }
done
# A pre-release sorts before its release.
version=$("$tunegate" --version | sed -E 's/(a|b|rc)([0-9]+)$/~\1\2/')
architecture=$(dpkg --print-architecture)
maintainer="${DEBFULLNAME:-Tunegate authors} <${DEBEMAIL:-authors@tunegate.invalid}>"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
stage=$scratch/stage
share=$stage/usr/share
put() { install -D -m 644 "$1" "$share/$2"; }
install -D -m 755 "$tunegate" "$stage/usr/bin/tunegate"
put "$extras/tunegate.bash" bash-completion/completions/tunegate
# The file is read, not run.
sed -i '1{/^#!/d}' "$share/bash-completion/completions/tunegate"
put "$extras/_tunegate" zsh/vendor-completions/_tunegate
put "$extras/tunegate.fish" fish/vendor_completions.d/tunegate.fish
put "$extras/tunegate.1" man/man1/tunegate.1
put "$root/README.md" doc/tunegate/README.md
put "$root/CHANGELOG.md" doc/tunegate/NEWS.md
put "$extras/THIRD-PARTY.txt" doc/tunegate/THIRD-PARTY.txt

cat >"$share/doc/tunegate/copyright" <<END
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: tunegate
Comment: The licenses of the Swift runtime and of the packages that are linked in stand in THIRD-PARTY.txt.gz.

Files: *
Copyright: $(date --utc --date="@${SOURCE_DATE_EPOCH:-0}" +%Y), the Tunegate authors
License: Apache-2.0
 On Debian systems the full text of the Apache License 2.0 is in /usr/share/common-licenses/Apache-2.0.
END
cat >"$share/doc/tunegate/changelog" <<END
tunegate ($version) unstable; urgency=medium

  * What changed stands in NEWS.md.gz.

 -- $maintainer  $(LC_ALL=C date --utc --date="@${SOURCE_DATE_EPOCH:-0}" --rfc-email)
END
install -d "$share/lintian/overrides"
cat >"$share/lintian/overrides/tunegate" <<END
# Swift's runtime and the package Yams, which holds libyaml, are linked in: Debian has no packages of them.
tunegate: embedded-library libyaml *
END
gzip --no-name --best "$share/man/man1/tunegate.1" "$share/doc/tunegate/changelog" "$share/doc/tunegate/NEWS.md" \
  "$share/doc/tunegate/THIRD-PARTY.txt"
chmod -R u+rwX,go+rX,go-w "$stage"

# dpkg-shlibdeps reads a source package's control file, of which only the names matter.
install -d "$scratch/source/debian"
printf 'Source: tunegate\n\nPackage: tunegate\nArchitecture: any\n' >"$scratch/source/debian/control"
(cd "$scratch/source" && dpkg-shlibdeps -O "$stage/usr/bin/tunegate") >"$scratch/depends" 2>"$scratch/said" || true
depends=$(sed -n 's/^shlibs:Depends=//p' "$scratch/depends")
[[ -n $depends ]] || {
  echo "deb: dpkg-shlibdeps finds no package behind the libraries of $tunegate; it says:" >&2
  cat "$scratch/said" >&2
  exit 2
}
size=$(du --apparent-size --block-size=1024 --summarize "$stage" | cut -f1)
install -d "$stage/DEBIAN"
cat >"$stage/DEBIAN/control" <<END
Package: tunegate
Version: $version
Architecture: $architecture
Maintainer: $maintainer
Installed-Size: $size
Depends: $depends
Section: science
Priority: optional
Description: audit of fine-tuning data, with a gate for CI
 Tunegate streams fine-tuning data (JSON lines, plain, gzip or zstd) through
 rules, names every faulty line, estimates how much of the set is noise, says
 whether fine-tuning is the right approach at all, and answers with its exit
 code whether training may start.
END
(cd "$stage" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum >DEBIAN/md5sums)
mkdir -p "$folder"
package=$folder/tunegate_${version}_$architecture.deb
# xz rather than zstd, so that every release of Debian can read it; dpkg-deb takes its times from SOURCE_DATE_EPOCH.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-0} dpkg-deb --root-owner-group -Zxz --build "$stage" "$package" >/dev/null
echo "deb: $package ($(wc -c <"$package") bytes; depends on $depends)"
