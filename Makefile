# What a user needs is `make run` and `make test`; `make help` lists the rest.
# Both install the system libraries that are missing, and nothing when all is there.

PREFIX ?= /usr/local
# A file or folder for `make run` to audit.
DATA ?= fixtures/support-chat
# Examples in the corpus of `make bench` and `make peers`, and the largest set of the curve of `make bench`.
EXAMPLES ?= 500000
CURVE ?= 1000000
# `make bench` and `make peers` keep their figures in .build/bench; UPDATE=1 writes the tables of docs/performance.md.
MEASURED := $(if $(UPDATE),--update docs/performance.md)
# Extra flags for every build; CI passes `-Xswiftc -warnings-as-errors`.
SWIFTFLAGS ?=
# Package traits to build and test with: ISAL, or none. What is packed for others is built without.
TRAITS ?=
TRAIT_FLAGS = $(if $(TRAITS),--traits $(TRAITS))
static extras dist deb wheel packages: override TRAITS :=

# A Linux binary carries the Swift runtime: it starts twice as fast and runs without a toolchain. The toolchain's own
# linker is named because the system's warns about a function inside Foundation that is never called here.
# C files name themselves in messages: relative to this folder, so that its name does not get into the binary.
ifeq ($(shell uname -s),Linux)
STATIC := --static-swift-stdlib -Xswiftc -use-ld=lld -Xcc "-ffile-prefix-map=$(CURDIR)/="
endif
RELEASE = swift build -c release --product tunegate $(TRAIT_FLAGS) $(STATIC) $(SWIFTFLAGS)
SWIFT_FORMAT := --configuration .swift-format --parallel --recursive Sources Tests Package.swift

# Where packages are put, and what goes into them.
DIST ?= dist
PACK := .build/pack
# Packages bear the time of the last commit, not of their making: same sources, same bytes.
EPOCH := $(or $(SOURCE_DATE_EPOCH),$(shell git log -1 --format=%ct 2>/dev/null),315532800)
dist deb wheel install: export SOURCE_DATE_EPOCH := $(EPOCH)

.PHONY: run test build lint format bench peers accuracy rates browser install static dist deb wheel packages site
.PHONY: check help setup extras tools spark-tools clean

run: setup ## Build a release and audit the demo data (or DATA=path)
	@$(RELEASE)
	@Scripts/audit-demo.sh "$$($(RELEASE) --show-bin-path)/tunegate" "$(DATA)"

test: setup ## Run every test; UPDATE=1 rewrites snapshots, TUNEGATE_SHARED names the folder of real data
	swift test $(TRAIT_FLAGS) $(SWIFTFLAGS)

build: setup ## Build a release; TRAITS=ISAL decompresses gzip with ISA-L
	$(RELEASE)

check: lint test ## What CI runs before the demo: lint, then test

lint: setup ## Check format and warnings without changing a file
	swift format lint --strict $(SWIFT_FORMAT)
	clang -fsyntax-only -Wall -Wextra -Werror -ISources/CKernels/include Sources/CKernels/*.c
	clang -fsyntax-only -Wall -Wextra -Werror $$(pkg-config --cflags libxml-2.0) -DLINKS_XML2 -DICU_DATA=icu_data \
	  Scripts/link_stubs.c
	@for script in Scripts/*.sh .ci/run; do bash -n "$$script" || exit 1; done

format: ## Rewrite the Swift files in the house format
	swift format --in-place $(SWIFT_FORMAT)

bench: setup ## Measure stages, workers and growth (EXAMPLES=500000, CURVE=4000000 for all of it); needs Python 3
	@$(RELEASE)
	@python3 Benchmarks/bench.py --examples $(EXAMPLES) --curve $(CURVE) --json .build/bench/bench.json $(MEASURED) \
	  "$$($(RELEASE) --show-bin-path)/tunegate"

peers: EXAMPLES = 100000
peers: setup ## Measure other tools and tunegate on the same examples (EXAMPLES=100000); needs Python 3 and PyPI
	@$(RELEASE)
	@python3 Benchmarks/peers.py --examples $(EXAMPLES) --json .build/bench/peers.json $(MEASURED) \
	  "$$($(RELEASE) --show-bin-path)/tunegate"

accuracy: setup ## Hold every rule against the sets with truth and write docs/accuracy.md; needs Python 3 and PyPI
	@$(RELEASE)
	@python3 Benchmarks/accuracy.py "$$($(RELEASE) --show-bin-path)/tunegate"

rates: setup ## Simulate how often the ladder's test is wrong (the table of docs/verdict.md)
	@$(RELEASE)
	@"$$($(RELEASE) --show-bin-path)/tunegate" bench-ladder

browser: setup ## Open the HTML report of DATA in headless Chromium: console, network, screenshots in .build/browser
	@$(RELEASE)
	@Scripts/browser-check.sh "$$($(RELEASE) --show-bin-path)/tunegate" "$(DATA)" .build/browser

install: build ## Install binary, completions and man page under PREFIX (/usr/local), with DESTDIR before it
	@Scripts/extras.sh "$$($(RELEASE) --show-bin-path)/tunegate" $(PACK)
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -s -m 755 "$$($(RELEASE) --show-bin-path)/tunegate" "$(DESTDIR)$(PREFIX)/bin/tunegate"
	@Scripts/install-extras.sh $(PACK) "$(DESTDIR)$(PREFIX)"

static: build ## Link a release that loads no library and runs on every Linux: .build/pack/static/tunegate
	@Scripts/link.sh static "$$($(RELEASE) --show-bin-path)" $(PACK)/static/tunegate

extras: static
	@Scripts/extras.sh $(PACK)/static/tunegate $(PACK)
	@Scripts/licenses.sh $(PACK)/THIRD-PARTY.txt

dist: extras ## Pack binary, completions and man page into DIST (dist), with its SHA-256
	@Scripts/dist.sh $(PACK)/static/tunegate $(PACK) $(DIST)

deb: extras ## Make a Debian package in DIST
	@Scripts/link.sh dynamic "$$($(RELEASE) --show-bin-path)" $(PACK)/dynamic/tunegate
	@Scripts/deb.sh $(PACK)/dynamic/tunegate $(PACK) $(DIST)

wheel: extras ## Make a wheel for pip in DIST
	@python3 Scripts/wheel.py $(PACK)/static/tunegate $(PACK) $(DIST)

packages: dist wheel ## Make all packages in DIST, install each somewhere out of the way and run it
	@if command -v dpkg-shlibdeps >/dev/null; then $(MAKE) --no-print-directory deb; \
	else echo 'deb: skipped, no dpkg-shlibdeps on PATH (Debian: apt-get install dpkg-dev)'; fi
	@Scripts/check-packages.sh $(DIST)

site: ## Build the documentation as a site in .build/site; needs Python 3 and PyPI
	@test -x .build/site-venv/bin/mkdocs || python3 -m venv .build/site-venv
	@.build/site-venv/bin/pip install --quiet --disable-pip-version-check --requirement Scripts/site-requirements.txt
	@NO_MKDOCS_2_WARNING=1 .build/site-venv/bin/mkdocs build --strict --quiet
	@echo "open .build/site/index.html"

tools: ## Install into .build/tools what tests of other programs' hooks look for: pre-commit, from PyPI
	@[ -x .build/tools/bin/pre-commit ] || { python3 -m venv .build/tools && .build/tools/bin/pip install -q pre-commit; } \
	  || echo 'tools: no pre-commit from PyPI; its tests will be skipped'

spark-tools: ## Install into .build/tools what tests on Spark look for: PySpark from PyPI; Java 17 where there is none
	@Scripts/spark-tools.sh

clean: ## Remove what was built
	swift package clean

setup:
	@TRAITS="$(TRAITS)" Scripts/setup.sh

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s  %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
