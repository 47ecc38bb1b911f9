# The study in a few words; `make help` lists them. Needs Python 3.11 or later, and make.

PYTHON ?= python3
ifeq ($(OS),Windows_NT)
  BIN := .venv/Scripts
else
  BIN := .venv/bin
endif
READY := .venv/ready
TESTED := build/tested
CHECKED := build/checked

# Compiled modules are what makes kernels start fast; PIP_USER and friends would install elsewhere than into .venv.
unexport PYTHONDONTWRITEBYTECODE PYTHONPATH PIP_USER PIP_TARGET VIRTUAL_ENV

.DEFAULT_GOAL := help
.PHONY: help setup study lab test check lock clean

help: ## list what can be made
	@$(PYTHON) -c "import re; [print(f'  make {name:8}{text}') for name, text in re.findall(r'^(\w+):.*?## (.*)$$', open('Makefile', encoding='utf-8').read(), re.M)]"

setup: $(READY) ## create .venv and install the locked packages

study: $(READY) ## run every stale notebook, build the book and its PDF
	@$(BIN)/study run
	@$(BIN)/study book
	@$(BIN)/study print

lab: $(READY) ## open JupyterLab with the study's kernel
	@$(BIN)/study prepare
	$(BIN)/jupyter lab --notebook-dir=.

test: $(TESTED) ## run all tests, if anything changed since they passed

check: $(CHECKED) ## check style and types, if anything changed since they passed

lock: pyproject.toml ## renew requirements.lock (installs uv beside .venv)
	$(PYTHON) -m venv build/uv
	build/uv/bin/pip install --quiet uv
	build/uv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --no-emit-find-links --fork-strategy fewest --extra dev pyproject.toml -o requirements.lock

clean: ## remove everything that was made, but not .venv
	rm -rf build .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find data/processed -mindepth 1 ! -name README.md -delete

$(READY): requirements.lock pyproject.toml tools/install.py
	@$(PYTHON) tools/install.py

SOURCES := $(shell git ls-files --cached --others --exclude-standard 2>/dev/null || find src tests notebooks data/raw book benchmarks -type f)

$(TESTED): $(READY) $(SOURCES)
	@$(BIN)/python -m pytest
	@$(BIN)/python -c "from pathlib import Path; Path('build').mkdir(exist_ok=True); Path('$@').touch()"
	@echo "All tests passed. Until something changes, make test has nothing to do."

$(CHECKED): $(READY) $(SOURCES)
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/python -c "from pathlib import Path; Path('build').mkdir(exist_ok=True); Path('$@').touch()"
