# SPDX-License-Identifier: Apache-2.0
# Two commands for a fresh machine with Node and make: `make bench` and `make test`.
# The main job. `make bench SCENARIO=all` adds nginx, lmbench and Kernel Mode Linux, and with them six kernels.
SCENARIO ?= redis boot memory-floor image-size
ARGS ?=
TEST ?=

.PHONY: bench test test-kml-nightly setup setup-test check clean
bench: setup dist/.built
	@npm run --silent bench -- $(SCENARIO) $(ARGS)

test: setup-test dist/.built
	@npm test --silent

# The long form of the kernel mode tests, hours: every size full, and the kernels with all of their own checks.
test-kml-nightly: setup-test dist/.built
	@LUPINE_KML_FULL=1 npm test --silent -- --grep KML
	@LUPINE_TEST_KML_VERSION=6.12 LUPINE_KML_FULL=1 npm test --silent -- --grep KML

check: dist/.built
	@npm test --silent -- --grep "the tree"

setup:
	@sh harness/host/setup.sh bench

setup-test:
	@sh harness/host/setup.sh test

node_modules/.installed: package.json package-lock.json
	@npm ci --no-fund --no-audit --loglevel=error
	@touch $@

dist/.built: node_modules/.installed tsconfig.json $(shell find harness test -name '*.ts' -newer dist/.built 2>/dev/null || echo package.json)
	@npm run --silent build
	@mkdir -p dist && touch $@

clean:
	@rm -rf dist node_modules
