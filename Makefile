# What there is to do here. `make` alone lists it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STORE := .pactgraph

.DEFAULT_GOAL := help
.PHONY: help install demo serve test check format lock wheel clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/run ## build the graph of the texts in seeds/ and ask it which agreements reaffirm earlier ones
	$(BIN)/pactgraph build --store $(STORE)
	@echo
	$(BIN)/pactgraph query reaffirming-agreements --store $(STORE)

serve: $(VENV)/run ## build the graph of the texts in seeds/ and serve it over HTTP
	$(BIN)/pactgraph build --store $(STORE)
	$(BIN)/pactgraph serve --store $(STORE)

test: $(VENV)/dev ## run all tests
	$(BIN)/python -m pytest

check: $(VENV)/dev ## lint, format, types, layers, licences
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy src
	$(BIN)/python -m pytest tests/test_layers.py tests/test_licences.py

format: $(VENV)/dev ## put the code in the house's format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

install: $(VENV)/run ## make the virtual environment, .venv

lock: $(VENV)/dev ## write the lock files anew from pyproject.toml
	$(BIN)/pip-compile $(LOCKED) --extra build -o requirements.lock pyproject.toml
	$(BIN)/pip-compile $(LOCKED) --extra build --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml

wheel: $(VENV)/dev ## build the wheel into dist/
	$(BIN)/pip wheel --no-deps --no-build-isolation --wheel-dir dist .

clean: ## remove the environment, the demo's graph and caches
	rm -rf $(VENV) $(STORE) build dist .mypy_cache .ruff_cache .pytest_cache

# no index addresses: the lock must hold wherever packages come from
LOCKED := --quiet --strip-extras --allow-unsafe --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "pactgraph needs Python 3.11 or later: make PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev: requirements-dev.lock $(VENV)/run
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
