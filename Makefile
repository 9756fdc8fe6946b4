# Every target makes what it needs; `make run` and `make test` are all that a new machine wants.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PYTEST_ARGS ?= -n auto --dist loadfile

.PHONY: help run demo test check format lint types contracts npm screenshots recording constraints \
        bench bench-store bench-postgres bench-desks bench-moving bench-ingest bench-publish bench-desk bench-soak bench-text clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Wireroom needs Python 3.11 or newer; name one with make PYTHON=..." >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	@touch $@

$(VENV)/.run: $(VENV)/.made pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	$(BIN)/python -m compileall -q wireroom storage tui
	@touch $@

$(VENV)/.dev: $(VENV)/.made pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[all]' --group dev
	@touch $@ $(VENV)/.run

run: $(VENV)/.run  ## open the desk
	$(BIN)/wireroom

demo: $(VENV)/.run  ## open the demo newsroom
	$(BIN)/wireroom demo

test: $(VENV)/.dev npm  ## install what tests need and run them all
	$(BIN)/python -m pytest $(PYTEST_ARGS)

check: format lint types contracts test  ## everything that must hold before a change lands

format: $(VENV)/.dev  ## is the code formatted?
	$(BIN)/ruff format --check .

lint: $(VENV)/.dev  ## ruff
	$(BIN)/ruff check .

types: $(VENV)/.dev  ## mypy, strict
	$(BIN)/mypy

contracts: $(VENV)/.dev  ## do imports run one way?
	$(BIN)/lint-imports

npm:  ## the page's validators, where npm is at hand
	@if command -v npm >/dev/null; then cd tests/web && npm install --no-audit --no-fund --no-package-lock --silent; \
	else echo "npm is not at hand: tests of the page's validators will skip" >&2; fi

screenshots: $(VENV)/.dev  ## make the pictures of the README again, from the demo
	$(BIN)/python screenshots/make.py

recording: $(VENV)/.dev  ## record the demo again, as an asciinema file
	$(BIN)/python screenshots/record.py

constraints: $(VENV)/.dev  ## write down the versions installed now
	$(BIN)/python -m pip freeze --exclude-editable | grep -E '^[A-Za-z0-9_.-]+==' > constraints.txt

bench: bench-store bench-postgres bench-moving bench-ingest bench-publish bench-desk bench-text  ## every benchmark, printed as ratios

bench-store: $(VENV)/.dev
	$(BIN)/python -m bench.store

bench-postgres: $(VENV)/.dev
	$(BIN)/python -m bench.postgres

bench-moving: $(VENV)/.dev
	$(BIN)/python -m bench.moving

bench-desks: $(VENV)/.dev  ## ten minutes of ten desks on one PostgreSQL with everything being killed
	$(BIN)/python -m bench.desks

.cache/reader/bin/python:
	$(PYTHON) -m venv .cache/reader && $@ -m pip install --quiet 'reader>=3.26,<4' sgmllib3k

bench-ingest: $(VENV)/.dev .cache/reader/bin/python
	$(BIN)/python -m bench.ingest --reader .cache/reader/bin/python
	$(BIN)/python -m bench.ingest_desk

bench-publish: $(VENV)/.dev npm
	$(BIN)/python -m bench.publish
	$(BIN)/python -m bench.page

bench-desk: $(VENV)/.dev
	$(BIN)/python -m bench.desk

bench-soak: $(VENV)/.dev  ## a night on the desk: ten thousand random keys beside a process that marks
	$(BIN)/python -m bench.soak

bench-text: $(VENV)/.dev
	$(BIN)/python -m bench.cues
	$(BIN)/python -m bench.stories

clean:  ## remove what make made
	rm -rf $(VENV) .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist *.egg-info tests/web/node_modules
