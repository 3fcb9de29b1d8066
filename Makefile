# Needs python3 (3.11 or newer) with its venv module, and make. `make help` lists what there is.
.DEFAULT_GOAL := help

PYTHON ?= python3
# Passed on by play, test, bench and lock: make test ARGS="-k flow".
ARGS ?=

BIN := .venv/bin
INSTALL := $(BIN)/python scripts/install.py

# Scripts in an environment hold its path, so one that was moved, or whose python is gone, is made anew.
ifneq ($(shell $(BIN)/python -c "" 2>/dev/null && cat .venv/.home),$(CURDIR))
.PHONY: .venv/.home
endif

.venv/.home:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "error: $(PYTHON) is missing, does not run or is older than 3.11; name another with make PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "error: $(PYTHON) lacks its venv module; on Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import sqlite3, ssl' 2>/dev/null || \
		{ echo "error: $(PYTHON) was built without ssl or sqlite3; name another with make PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -m venv --clear .venv
	@printf '%s\n' "$(CURDIR)" > $@

# What the bot needs to run.
.venv/.runtime: .venv/.home pyproject.toml requirements-installer.lock requirements.lock requirements-build.lock
	@$(INSTALL) requirements-installer.lock
	@$(INSTALL) --editable . requirements.lock requirements-build.lock
	@touch $@

# On top of that, what tests, checks and benchmarks need.
.venv/.dev: .venv/.runtime requirements-dev.lock
	@$(INSTALL) requirements-dev.lock
	@touch $@

# And what make audit and make sbom need.
.venv/.audit: .venv/.dev requirements-audit.lock
	@$(INSTALL) requirements-audit.lock
	@touch $@

.PHONY: help
help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

.PHONY: install
install: .venv/.runtime ## make .venv with the bot in it

.PHONY: dev
dev: .venv/.dev ## make .venv with the bot and all tools in it

.PHONY: play
play: .venv/.runtime ## be screened in this terminal
	@$(BIN)/viva play $(ARGS)

# Some images tell Python to keep no compiled files. Each process that tests start would then compile everything anew.
export PYTHONDONTWRITEBYTECODE :=

# Tests also wait: for platforms, servers and timers of their own. So there is one more at a time than there are cores.
WORKERS = $(shell $(BIN)/python -c "import os; print(1 + (os.cpu_count() or 1))")

.PHONY: test
test: .venv/.dev ## run the tests
	@$(BIN)/pytest -n $(WORKERS) --dist worksteal $(ARGS)

.PHONY: test-fast
test-fast: .venv/.dev ## run the tests that take no more than a few seconds each, in two minutes
	@$(BIN)/pytest -n $(WORKERS) --dist worksteal -m "not slow and not llm" $(ARGS)

.PHONY: mutants
mutants: .venv/.dev ## take each protection out in turn, and see the test that guards it fail
	@$(BIN)/python -m tests.mutants $(ARGS)

.PHONY: test-llm
test-llm: .venv/.dev ## try the LLM grader on a real model (VIVA_MODEL, OPENAI_BASE_URL)
	@$(BIN)/pytest -m llm -s -p no:cacheprovider $(ARGS)

.PHONY: static
static: format-check lint types imports deps content schema secrets ## run every check that is not a test

.PHONY: check
check: static test ## run static and test

.PHONY: format-check lint types imports deps content schema secrets
format-check: .venv/.dev
	$(BIN)/ruff format --check .

lint: .venv/.dev
	$(BIN)/ruff check .

types: .venv/.dev
	$(BIN)/mypy

imports: .venv/.dev
	$(BIN)/lint-imports

# Fails when pyproject.toml asks for something that the lock does not give.
deps: .venv/.dev
	$(BIN)/python -m pip --disable-pip-version-check check

content: .venv/.dev
	$(BIN)/viva bank check

schema: .venv/.dev
	$(BIN)/viva bank schema --check

# Asks an advisory service about each pinned version, those for other Pythons and systems included, so it needs the
# network. It fails unless there is an answer for every one: what was not looked up is not known to be sound.
.PHONY: audit
audit: .venv/.audit ## look up known holes in what the bot is built of
	$(BIN)/python scripts/materials.py audit requirements.lock

# From an environment that holds what the lock names and nothing else, for only an installed package tells its licence.
.PHONY: sbom
sbom: .venv/.audit ## write what the bot is built of (CycloneDX) and the licences into dist
	@rm -rf .sbom && mkdir -p dist && $(BIN)/python -m venv --without-pip .sbom
	@$(BIN)/python -m pip --python .sbom/bin/python --disable-pip-version-check -q install --no-compile \
		--no-deps --require-hashes -r requirements.lock
	$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible -o dist/viva.cdx.json .sbom
	$(BIN)/python scripts/materials.py compare dist/viva.cdx.json requirements.lock
	$(BIN)/pip-licenses --python .sbom/bin/python --with-system --with-urls --fail-on=UNKNOWN \
		--format=markdown --output-file dist/licences.md

# What looks like a key or a password and is none stands in .secrets.baseline, seen by a person; anything else fails.
secrets: .venv/.dev
	@git ls-files -z | grep -zvE '\.lock$$|^\.secrets\.baseline$$' | \
		xargs -0 $(BIN)/detect-secrets-hook --baseline .secrets.baseline

.PHONY: format
format: .venv/.dev ## lay out the code and mend what can be mended mechanically
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

.PHONY: catalogues
catalogues: .venv/.dev ## bring the languages' catalogues up to the code, and say what is missing in them
	@$(BIN)/python -m scripts.catalogues

.PHONY: bench
bench: .venv/.dev ## run the benchmarks
	@$(BIN)/python -m benchmarks $(ARGS)

# Versions that still fit stay as they are; ARGS=--upgrade takes the newest. The dev lock comes first and
# binds the others, as all three meet in one environment. One version for every python ("fewest"), so that
# figures and types do not depend on which python reads the lock. Extras stay, and are spelled out, for old pips.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
	--no-strip-extras --generate-hashes --custom-compile-command "make lock"

.PHONY: lock
lock: .venv/.home ## renew the locks from pyproject.toml
	@test -x $(BIN)/uv || $(INSTALL) requirements-dev.lock
	$(COMPILE) pyproject.toml --all-extras --group dev -o requirements-dev.lock $(ARGS)
	$(COMPILE) pyproject.toml --extra postgres -c requirements-dev.lock -o requirements.lock
	$(COMPILE) --group build -c requirements-dev.lock -o requirements-build.lock
	$(COMPILE) --group audit -c requirements-dev.lock -o requirements-audit.lock
	$(COMPILE) --group installer -o requirements-installer.lock
	@$(BIN)/python scripts/spell_extras.py requirements*.lock
	@! grep -nE '://|^ *--(index|extra-index|find-links)' requirements*.lock || \
		{ echo "error: a lock must not name where packages come from" >&2; exit 1; }

QUIET := --disable-pip-version-check -q
TRIED := .wheel/venv/bin/python

# In an environment that has never seen the source, and from an empty folder, the wheel must find the
# whole bank inside itself, and PostgreSQL's driver beside it.
.PHONY: wheel
wheel: .venv/.dev ## build the wheel into dist and try it
	@rm -rf .wheel dist/viva-*.whl
	$(BIN)/python -m build --wheel --no-isolation --outdir dist . >/dev/null
	@echo "Installing it, and what requirements.lock names, as an operator does ..."
	@$(PYTHON) -m venv .wheel/venv
	@$(TRIED) -m pip $(QUIET) install --no-compile --require-hashes -r requirements.lock
	@$(TRIED) -m pip $(QUIET) install --no-deps dist/viva-*.whl
	@$(TRIED) -m pip check
	@mkdir .wheel/empty
	@cd .wheel/empty && ../venv/bin/viva bank check > ../report || { cat ../report; exit 1; }
	@cd .wheel/empty && ../venv/bin/python -c 'import bot.jobs.queue'
	@shipped=$$(grep -oE '[0-9]+ items?' .wheel/report | head -n 1 | cut -d ' ' -f 1); \
	written=$$(find questionbank/items -name '*.yaml' | wc -l | tr -d ' '); \
	if [ "$$shipped" != "$$written" ]; then \
		cat .wheel/report; \
		echo "error: the wheel finds $${shipped:-no} items; questionbank/items holds $$written" >&2; exit 1; \
	fi; \
	echo "$$(ls dist/viva-*.whl) works and holds all $$written items."

.PHONY: clean
clean: ## remove everything that these targets made
	rm -rf .venv .wheel .sbom dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
