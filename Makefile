# Everything happens in .venv inside the checkout. `make chat` or `make ask Q="..."` alone sets it up.
PYTHON ?= python3
PY := .venv/bin/python
INSTALLED := .venv/.installed
Q ?= Do executives get locality pay?

.PHONY: chat ask talk serve build check lint format test integration browser benchmark load evaluate clean

chat: $(INSTALLED)  ## open the chat page [ARGS="--no-browser --port 8600"]
	@$(PY) -m ui.chat $(ARGS)

ask: $(INSTALLED)  ## answer a question: make ask Q="..." [ARGS="--json"]
	@$(PY) -m assistant ask "$$QUESTION" $(ARGS)
ask: export QUESTION := $(value Q)

talk: $(INSTALLED)  ## hold a conversation in the terminal
	@$(PY) -m assistant chat $(ARGS)

serve: $(INSTALLED)  ## serve the HTTP API and the widget [ARGS="--port 8001 --workers 2"]
	@$(PY) -m ui $(ARGS)

build: $(INSTALLED)  ## build a release of the shipped corpus and switch to it
	@$(PY) -m ingest build $(ARGS)

check: $(INSTALLED)  ## check the shipped corpus
	@$(PY) -m ingest check

lint: $(INSTALLED)  ## ruff and mypy
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

format: $(INSTALLED)  ## mend what ruff can mend
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

test: $(INSTALLED)  ## the quick suite, offline, in two processes
	@$(PY) -m pytest -q -p xdist -n 2 --dist loadscope -m "not integration and not browser and not load" $(ARGS)

integration: $(INSTALLED)  ## whole commands in their own processes, exports of a model
	@$(PY) -m pytest -q -m integration $(ARGS)

browser: $(INSTALLED)  ## pages in a real Chromium
	@$(PY) -m pytest -q -m browser $(ARGS)

benchmark: $(INSTALLED)  ## time and memory beside a plain stack, the fusion of the signals, the chat page [ARGS="--large"]
	@$(PY) -m tests.benchmarks $(ARGS)
	@$(PY) -m tests.benchmarks.fusion
	@$(PY) -m tests.benchmarks.page

load: $(INSTALLED)  ## measure the HTTP API under load, on this machine
	@$(PY) -m tests.benchmarks.load $(ARGS)

evaluate: $(INSTALLED)  ## measure the answers on the gold questions [ARGS="--perturb"]
	@$(PY) -m tests.evaluation $(ARGS)

$(INSTALLED): pyproject.toml constraints.txt
	@echo "Setting up .venv (some minutes, once) ..."
	@$(PYTHON) -m venv .venv
	@$(PY) -m pip install -qq --disable-pip-version-check -c constraints.txt -e ".[dev]"
	@touch $@

clean:  ## remove the environment, the releases and the caches
	rm -rf .venv .ses .mypy_cache .pytest_cache .ruff_cache
