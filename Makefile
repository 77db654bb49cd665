# Two commands for a fresh machine that has Python, pip and make:
#   make verify   proves every derivation of the shelf
#   make test     runs the linter, the type checker and the suite

PYTHON  ?= python3
VENV    := .venv
BIN     := $(VENV)/bin
SECONDS ?= 60
WORKERS ?= auto

# Compiled modules are part of a quick start: keep them, whatever the environment says.
unexport PYTHONDONTWRITEBYTECODE PYTHONPATH

.PHONY: verify test bench fuzz docs clean

verify: $(VENV)/installed
	@$(BIN)/python -m compileall -q checker derivations
	$(BIN)/checker verify

test: $(VENV)/installed-test
	@$(BIN)/python -m compileall -q checker derivations
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -n $(WORKERS)

bench: $(VENV)/installed-test
	$(BIN)/python benchmarks/notes.py --quick
	$(BIN)/python benchmarks/proving.py

fuzz: $(VENV)/installed-test
	FUZZ_SECONDS=$(SECONDS) $(BIN)/python -m pytest -q -m fuzz

docs: $(VENV)/installed-test
	$(BIN)/checker rules --format markdown > docs/rules.md
	$(BIN)/python -m tests.exported
	$(BIN)/python -m tests.kernel_size
	$(BIN)/python -m tests.console
	$(BIN)/python -m tests.pictures
	$(BIN)/python -m tests.sheet_snapshots
	$(BIN)/python -m tests.sheet_pictures

clean:
	rm -rf $(VENV) benchmarks/.environments build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find checker derivations tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "checker needs Python 3.11 or newer; say which: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/installed-test: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	@touch $@ $(VENV)/installed
