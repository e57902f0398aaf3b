# Every target works from a fresh checkout; `make help` lists them.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
  $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
READY := .venv/.ready
SYSTEM := packaging/system.sh
OFFSCREEN := QT_QPA_PLATFORM=offscreen
UNTESTED_KEYRING := the tests against a real Secret Service do not run
PLAIN_FONTS := pictures are drawn with other fonts

.PHONY: help run test test-slow lint format bench screenshots i18n lock clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: $(READY)  ## open the app; with no display, the demo tour off screen for 20 seconds
	@if [ "$$(uname)" = Linux ] && [ -z "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; then \
	  $(SYSTEM) want fonts "$(PLAIN_FONTS)"; \
	  echo "There is no display here: the same window runs off screen against the built-in demo for 20 s."; \
	  echo "It saves a picture of each page under out/."; \
	  exec $(BIN)/cpam-desktop tour --demo --out out --for 20; \
	else \
	  packaging/check-window.sh; \
	  exec $(BIN)/cpam-desktop $(ARGS); \
	fi

test: $(READY) test-services  ## all tests but the slow ones (ARGS are handed to pytest)
	@$(OFFSCREEN) $(BIN)/pytest -m "not slow" $(ARGS)

test-slow: $(READY) test-services  ## the slow tests: installing the wheel, long runs
	@$(OFFSCREEN) $(BIN)/pytest -m slow $(ARGS)

.PHONY: test-services
test-services:
	@$(SYSTEM) want keyring "$(UNTESTED_KEYRING)"
	@$(SYSTEM) want fonts "$(PLAIN_FONTS)"

lint: $(READY)  ## ruff, pyright (strict, no warnings), import-linter
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/pyright --warnings
	@$(BIN)/lint-imports --no-logo

format: $(READY)  ## let ruff mend what it can
	@$(BIN)/ruff check --fix . || true
	@$(BIN)/ruff format .

bench: $(READY)  ## events a second, a million events and ten asked, first paint, stalls
	@$(OFFSCREEN) $(BIN)/python -m tests.bench $(ARGS)

PICTURES := dashboard.dark.en.png monitoring.light.en.png monitoring-drawer.dark.en.png analytics.light.en.png \
  failures.dark.en.png prices.light.en.png

screenshots: $(READY)  ## pictures of every page into out/pictures, those of the README into docs/pictures
	@$(SYSTEM) want fonts "$(PLAIN_FONTS)"
	@$(BIN)/cpam-desktop tour --demo --out out/pictures --for 20 --theme light,dark $(ARGS)
	@mkdir -p docs/pictures && cd out/pictures && cp $(PICTURES) ../../docs/pictures/

i18n: $(READY)  ## collect texts into resources/i18n/*.ts and compile them to *.qm
	@$(BIN)/python packaging/i18n.py

lock:  ## write packaging/requirements.lock anew (needs uv on PATH)
	uv pip compile --universal --generate-hashes --no-emit-index-url --python-version 3.11 --all-extras --no-header \
	  --quiet pyproject.toml -o packaging/requirements.lock

clean:  ## remove what the targets made
	rm -rf .venv out dist build .pytest_cache .ruff_cache .hypothesis .import_linter_cache

$(READY): packaging/requirements.lock pyproject.toml
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11, 3.12 or 3.13 is needed (or: make PYTHON=/path/to/python)." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || $(SYSTEM) need python
	@[ -x $(BIN)/pip ] || $(PYTHON) -m venv --clear .venv
	@echo "Installing the locked requirements into .venv"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r packaging/requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -c 'import PySide6.QtGui' 2>/dev/null || { $(SYSTEM) need qt && $(BIN)/python -c 'import PySide6.QtGui'; }
	@touch $@
