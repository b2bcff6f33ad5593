# What a user needs is `make run` and `make test`; `make help` lists the rest.
# Both install the system libraries that are missing, and nothing when all is there.

PREFIX ?= /usr/local
# A file or folder for `make run` to audit.
DATA ?= fixtures/support-chat
# Examples in the corpus of `make bench`.
EXAMPLES ?= 500000
# Extra flags for every build; CI passes `-Xswiftc -warnings-as-errors`.
SWIFTFLAGS ?=

# A Linux binary carries the Swift runtime: it starts twice as fast and runs without a toolchain. The toolchain's own
# linker is named because the system's warns about a function inside Foundation that is never called here.
ifeq ($(shell uname -s),Linux)
STATIC := --static-swift-stdlib -Xswiftc -use-ld=lld
endif
RELEASE := swift build -c release --product tunegate $(STATIC) $(SWIFTFLAGS)
SWIFT_FORMAT := --configuration .swift-format --parallel --recursive Sources Tests Package.swift

.PHONY: run test build lint format bench accuracy rates browser install clean check help setup

run: setup ## Build a release and audit the demo data (or DATA=path)
	@$(RELEASE)
	@Scripts/audit-demo.sh "$$($(RELEASE) --show-bin-path)/tunegate" "$(DATA)"

test: setup ## Run every test; UPDATE=1 rewrites snapshots, TUNEGATE_SHARED names the folder of real data
	swift test $(SWIFTFLAGS)

build: setup ## Build a release
	$(RELEASE)

check: lint test ## What CI runs before the demo: lint, then test

lint: ## Check format and warnings without changing a file
	swift format lint --strict $(SWIFT_FORMAT)
	clang -fsyntax-only -Wall -Wextra -Werror -ISources/CKernels/include Sources/CKernels/*.c
	@for script in Scripts/*.sh .ci/run; do bash -n "$$script" || exit 1; done

format: ## Rewrite the Swift files in the house format
	swift format --in-place $(SWIFT_FORMAT)

bench: setup ## Measure CPU, wall time and memory on a corpus (EXAMPLES=500000); needs Python 3
	@$(RELEASE)
	@python3 Benchmarks/bench.py --examples $(EXAMPLES) "$$($(RELEASE) --show-bin-path)/tunegate"

accuracy: setup ## Hold every rule against the sets with truth and write docs/accuracy.md; needs Python 3 and PyPI
	@$(RELEASE)
	@python3 Benchmarks/accuracy.py "$$($(RELEASE) --show-bin-path)/tunegate"

rates: setup ## Simulate how often the ladder's test is wrong (the table of docs/verdict.md)
	@$(RELEASE)
	@"$$($(RELEASE) --show-bin-path)/tunegate" bench-ladder

browser: setup ## Open the HTML report of DATA in headless Chromium: console, network, screenshots in .build/browser
	@$(RELEASE)
	@Scripts/browser-check.sh "$$($(RELEASE) --show-bin-path)/tunegate" "$(DATA)" .build/browser

install: build ## Install the release under PREFIX (/usr/local), with DESTDIR before it when packaging
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -s -m 755 "$$($(RELEASE) --show-bin-path)/tunegate" "$(DESTDIR)$(PREFIX)/bin/tunegate"

clean: ## Remove what was built
	swift package clean

setup:
	@Scripts/setup.sh

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s  %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
