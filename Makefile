# make demo: example minutes become a graph that answers questions.  make test: everything that must hold.

VENV := .venv
BIN := $(VENV)/bin
BROWSER := yes

# The first of these that is Python 3.11 or later. PYTHON=… names another.
ifndef PYTHON
PYTHON := $(shell for name in python3.11 python3.12 python3.13 python3.14 python3; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)
endif

.PHONY: help demo test lint browser readers assets bench quality questions constraints clean
.DEFAULT_GOAL := help

help:
	@echo 'make demo    build the example minutes into demo/, answer four questions, write the site'
	@echo 'make test    check style and types, run all tests; make test BROWSER=no leaves out those in a browser'
	@echo 'make lint    check style and types only'
	@echo "make bench   measure speed, write benchmarks/RESULTS.md; BENCH='--sizes 1000 10000 100000' and the like are passed on"
	@echo 'make quality compare what is understood with the annotations, write the table in README.md'
	@echo 'make assets  build what runs in pages from viewer/, with its licences (needs npm)'
	@echo 'make questions  write docs/questions.md from the headers of the queries'
	@echo 'make clean   remove what the others made'

demo: $(VENV)/ready
	@$(BIN)/govgraph demo
	@echo
	@echo 'In a terminal where you first say:  source $(BIN)/activate'

test: lint browser readers
	$(BIN)/python -m pytest -n auto --dist loadfile $(if $(filter no,$(BROWSER)),-m 'not browser')

lint: $(VENV)/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

browser: $(VENV)/ready-dev
ifneq ($(BROWSER),no)
	@tests/browser.sh $(BIN)/python
endif

# The readers of Cytoscape and Graphology, for the tests that read network files back. Without npm those are left out.
readers: tests/readers/node_modules viewer/node_modules

%/node_modules: %/package-lock.json
	@command -v npm >/dev/null && npm ci --prefix $* --no-audit --no-fund --silent || true

# What runs in pages, from viewer/ into the package; tests/test_assets.py compares.
assets: viewer/node_modules
	npm run build --prefix viewer

bench: $(VENV)/ready-dev
	$(BIN)/python -m benchmarks $(BENCH)

quality: $(VENV)/ready-dev
	$(BIN)/python -m benchmarks.quality

# The pages that tell what can be asked, from the headers of the queries.
questions: $(VENV)/ready-dev
	$(BIN)/python docs/questions.py

$(BIN)/python:
	@test -n '$(PYTHON)' || { echo 'Python 3.11 or later was not found: install it, or name it: make demo PYTHON=/path/to/python3' >&2; exit 1; }
	@'$(PYTHON)' -m venv $(VENV) || { rm -rf $(VENV); echo 'Python cannot make a virtual environment; on Debian: apt-get install python3-venv' >&2; exit 1; }

# What is installed is installed again only where these files change.
$(VENV)/ready: pyproject.toml constraints.txt | $(BIN)/python
	@echo 'Installing what govgraph needs into $(VENV) …'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[serve]'
	@touch $@

$(VENV)/ready-dev: pyproject.toml constraints.txt | $(BIN)/python
	@echo 'Installing what the tests need into $(VENV) …'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@ $(VENV)/ready

# The newest versions that a clean installation takes today. Run it on the oldest Python that is supported.
constraints: | $(BIN)/python
	rm -rf $(VENV)/clean && '$(PYTHON)' -m venv $(VENV)/clean
	$(VENV)/clean/bin/python -m pip install --quiet --editable '.[dev]'
	{ grep '^#' constraints.txt; $(VENV)/clean/bin/python -m pip freeze --exclude-editable; } > $(VENV)/constraints.txt
	mv $(VENV)/constraints.txt constraints.txt && rm -rf $(VENV)/clean

clean:
	rm -rf $(VENV) demo dist build tests/readers/node_modules viewer/node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
