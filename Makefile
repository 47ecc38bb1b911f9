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
# In two processes, each taking file after file, those that open browsers and build books first (tests/conftest.py).
# For more, memory and kernels of their own are what is short. In one, as to debug: make test TWO=
TWO := -n 2 --dist loadfile --no-loadscope-reorder
API := build/api/html/index.html

# Compiled modules are what makes kernels start fast; PIP_USER and friends would install elsewhere than into .venv.
unexport PYTHONDONTWRITEBYTECODE PYTHONPATH PIP_USER PIP_TARGET VIRTUAL_ENV

.DEFAULT_GOAL := help
.PHONY: help setup study lab quick test format check api lock release clean

help: ## list what can be made
	@$(PYTHON) -c "import re; [print(f'  make {name:9}{text}') for name, text in re.findall(r'^(\w+):.*?## (.*)$$', open('Makefile', encoding='utf-8').read(), re.M)]"

setup: $(READY) ## create .venv, install the locked packages, look at every commit before it is made, keep outputs of notebooks out of git
	@if git rev-parse --git-dir >/dev/null 2>&1; then $(BIN)/pre-commit install; fi
	@$(BIN)/python -m quire.lab.setup

study: $(READY) ## run every stale notebook, build the book and its PDF
	@said=$$($(BIN)/study plan --exit-code 2>&1) && \
	  printf '%s\nbook: build/html/index.html\nprint: build/print\n' "$$said" || \
	  { $(BIN)/study run && $(BIN)/study book && $(BIN)/study print; }

lab: $(READY) ## open JupyterLab with the study's kernel: make lab ARGS="--port 9999 --no-browser"
	@$(BIN)/study prepare
	@root=; if [ "$$(id -u 2>/dev/null)" = 0 ]; then root=--allow-root; \
	  echo "You are root, as in a container: what you run in JupyterLab may do anything on this machine."; fi; \
	  $(BIN)/jupyter lab --notebook-dir=. $$root $(ARGS)

quick: $(READY) ## run the tests that need no kernel, no book and no browser, in a minute or two
	@$(BIN)/python -m pytest -m "not (slow or kernel or book or browser)" --hypothesis-profile quick $(TWO)

test: $(TESTED) ## run all tests in two processes, if anything changed since they passed; soonest after make study

format: $(READY) ## mend the style, and clear notebooks of outputs
	@$(BIN)/python -m quire.lab.cleaning --format
	@$(BIN)/ruff check --fix --exit-zero --quiet
	@$(BIN)/ruff format --quiet

check: $(CHECKED) ## check style and types, if anything changed since they passed

api: $(API) ## build the reference of the code into build/api/html

lock: pyproject.toml ## renew requirements.lock (installs uv beside .venv)
	$(PYTHON) -m venv build/uv
	build/uv/bin/pip install --quiet uv
	build/uv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --no-emit-find-links --fork-strategy fewest --extra dev --extra cluster pyproject.toml -o requirements.lock

release: ## date the changelog, set the version, commit and tag: make release VERSION=1.2.3
	@$(MAKE) --question --no-print-directory $(TESTED) $(CHECKED) || { echo "Not released: make test and make check first."; exit 1; }
	@$(PYTHON) tools/release.py $(VERSION)

clean: ## remove everything that was made, but not .venv
	rm -rf build .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find data/processed -mindepth 1 ! -name README.md -delete

$(READY): requirements.lock pyproject.toml tools/install.py
	@$(PYTHON) tools/install.py

SOURCES := $(shell git ls-files --cached --others --exclude-standard 2>/dev/null || find src tests notebooks data/raw book benchmarks -type f)

$(TESTED): $(READY) $(SOURCES)
	@$(BIN)/python -m pytest $(TWO)
	@$(BIN)/python -c "from pathlib import Path; Path('build').mkdir(exist_ok=True); Path('$@').touch()"
	@echo "All tests passed. Until something changes, make test has nothing to do."

$(CHECKED): $(READY) $(SOURCES)
	@$(BIN)/python -m quire.lab.cleaning --check
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/python -c "from pathlib import Path; Path('build').mkdir(exist_ok=True); Path('$@').touch()"

$(API): $(READY) $(filter src/% docs/api/%,$(SOURCES))
	@$(BIN)/python -c "import shutil; shutil.rmtree('build/api', ignore_errors=True)"
	@$(BIN)/sphinx-apidoc -q --module-first --tocfile index --maxdepth 2 -H "The code of the study" -o build/api/source src
	@$(BIN)/sphinx-build -q -W --keep-going -c docs/api build/api/source build/api/html
	@echo "The reference of the code: $@"
