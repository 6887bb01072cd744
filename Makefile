# Two commands do everything on a fresh machine: `make demo` and `make test`.
# Needed beforehand: git, make and Python 3.11 or newer.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LINT := src tests benchmarks hatch_build.py
# Modules are compiled once, and not by every process that a test starts.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test test-lowest test-random lint types unit wheel lock prepared clean

demo: $(VENV)/ready
	$(BIN)/eloggraph run datasets/mallimaakunta --output out/mallimaakunta
	$(BIN)/eloggraph run datasets/osaajaks --output out/osaajaks

test: lint types unit wheel

lint: $(VENV)/ready
	$(BIN)/ruff check $(LINT)
	$(BIN)/ruff format --check $(LINT)

types: $(VENV)/ready
	$(BIN)/mypy
	$(BIN)/python tests/documented_lines.py

unit: $(VENV)/ready .ci/browser .ci/office
	sh .ci/browser
	sh .ci/office
	$(BIN)/pytest -n auto --dist loadfile

# The lowest versions that pyproject.toml allows, in an environment of their own.
test-lowest: $(VENV)/ready
	sh .ci/lowest $(BIN)/python

# The tests that draw their examples, with others than every day's; for a nightly run. What fails
# is kept in .hypothesis, so that the next run begins with it, and can be repeated by its blob.
test-random: $(VENV)/ready
	$(BIN)/pytest -n auto --dist loadfile -m hypothesis --hypothesis-profile random tests

# The built wheel in an environment of its own, run outside the checkout.
wheel: $(VENV)/ready
	sh .ci/wheel $(BIN)/python

$(VENV)/ready: requirements-dev.txt pyproject.toml .ci/environment
	sh .ci/environment $(PYTHON) $(VENV)
	touch $@

# Renew the lock: newest versions that pyproject.toml allows, with hashes.
lock: $(VENV)/ready
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group dev --generate-hashes --universal \
	  --python-version 3.11 --upgrade --no-emit-index-url --no-emit-find-links \
	  --no-annotate --no-header --output-file requirements-dev.txt

# Texts, schema and plan from the sources as they are, so that commands start at once.
prepared: $(VENV)/ready
	$(BIN)/python -m eloggraph.api.prepare src/eloggraph/prepared

clean:
	rm -rf $(VENV) .venv-wheel .venv-lowest build dist out src/eloggraph/prepared .mypy_cache .pytest_cache .ruff_cache .hypothesis
