# Two commands do everything on a fresh machine: `make demo` and `make test`.
# Needed beforehand: git, make and Python 3.11 or newer.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LINT := src tests benchmarks desktop hatch_build.py
# A file's tests share what they set up. Files come in the order of their names, which ends with
# many short ones, so that no processor waits for the other's last.
SPREAD := -n auto --dist loadfile --no-loadscope-reorder
LOWEST := .venv-lowest
SAIL := .venv-sail
SPARK := .venv-spark
PACKAGED := $(shell find src ontology shapes datasets/suomi -type f ! -name '*.pyc' ! -path '*/prepared/*')
# The tests of engines on a server.
SERVED := tests/checks/test_spark.py tests/shacl/core/test_engines.py \
  tests/shacl/core/test_patterns_alike.py \
  tests/shacl/core/test_scanned.py::test_every_corner_of_the_core_is_judged_alike
# Modules are compiled once, and not by every process that a test starts.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test test-lowest test-sail test-spark test-random lint types unit wheel frozen lowest lock prepared clean

demo: $(VENV)/ready
	$(BIN)/eloggraph run datasets/mallimaakunta --output out/mallimaakunta
	$(BIN)/eloggraph run datasets/osaajaks --output out/osaajaks

# Each of the first keeps one processor busy, so they go side by side; the tests keep all of them busy.
# The engine on a server is tried where a server of Sail can be installed.
test: $(VENV)/ready
	$(MAKE) --jobs=2 --output-sync=target lint types wheel
	$(MAKE) unit
	if $(MAKE) $(SAIL)/ready; then $(MAKE) test-sail; else echo "No Sail here: not tried." >&2; fi

lint: $(VENV)/ready
	$(BIN)/ruff check $(LINT)
	$(BIN)/ruff format --check $(LINT)

types: $(VENV)/ready
	$(BIN)/mypy
	$(BIN)/python tests/documented_lines.py

# Processes that tests start find prepared what comes from the sources as they are now.
unit: prepared .ci/browser .ci/office
	sh .ci/browser
	sh .ci/office
	$(BIN)/pytest $(SPREAD)

# The lowest versions that pyproject.toml allows, in an environment of their own: the tests of the
# rooms that lean on other libraries. LibreOffice and the browser have nothing to do with our
# bounds, so their tests stay with `make unit`. What old libraries call on new ones that is
# deprecated there is not ours to mend.
test-lowest: lowest
	$(LOWEST)/bin/python -m pytest -W ignore::DeprecationWarning $(SPREAD) \
	  -p no:cacheprovider --ignore tests/tables/write/test_template_office.py \
	  tests/tables tests/graph tests/schema tests/shacl tests/checks tests/analysis tests/api \
	  tests/cli/test_commands.py tests/views/test_pyvis_map.py

lowest: $(LOWEST)/ready

$(LOWEST)/ready: $(VENV)/ready .ci/lowest requirements-dev.txt pyproject.toml hatch_build.py $(PACKAGED)
	sh .ci/lowest $(BIN)/python $(LOWEST)
	touch $@

# What is asked of an engine on a server, on a server of Sail: 90 MB come, in an environment of
# their own, so that no other test has its threads.
test-sail: $(SAIL)/ready
	$(SAIL)/bin/python -m pytest -n0 -p no:cacheprovider $(SERVED)

# The same on a cluster of Spark with two executors, each a process: 500 MB come, and it needs Java.
test-spark: $(SPARK)/ready
	ELOGGRAPH_TEST_SPARK='local-cluster[2,1,1024]' \
	  $(SPARK)/bin/python -m pytest -n0 -p no:cacheprovider $(SERVED)

$(SAIL)/ready: $(VENV)/ready .ci/served
	sh .ci/served $(BIN)/python $(SAIL) "pysail==0.7.2" "pyspark-client==4.1.3"
	touch $@

$(SPARK)/ready: $(VENV)/ready .ci/served .ci/java
	sh .ci/java
	sh .ci/served $(BIN)/python $(SPARK) "pyspark[connect]==4.1.3"
	touch $@

# The tests that draw their examples, with others than every day's; for a nightly run. What fails
# is kept in .hypothesis, so that the next run begins with it, and can be repeated by its blob.
test-random: $(VENV)/ready
	$(BIN)/pytest $(SPREAD) -m hypothesis --hypothesis-profile random tests

# The built wheel in an environment of its own, run outside the checkout.
wheel: $(VENV)/ready
	sh .ci/wheel $(BIN)/python

$(VENV)/ready: requirements-dev.txt pyproject.toml .ci/environment
	sh .ci/environment $(PYTHON) $(VENV)
	touch $@

# The folder that needs no Python, and every command of it held against the wheel's: minutes of work.
frozen: $(VENV)/ready
	sh .ci/frozen $(BIN)/python

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
	rm -rf $(VENV) .venv-wheel $(LOWEST) $(SAIL) $(SPARK) build dist out src/eloggraph/prepared .mypy_cache .pytest_cache .ruff_cache .hypothesis
