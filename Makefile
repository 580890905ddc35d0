# Two commands are all: `make run` and `make test`. Each makes .venv and installs what it needs.

comma := ,
PYTHON ?= python3
BIN := .venv/bin
# Where a provider is set, no local model is brought.
RUN_EXTRAS := $(if $(OPENAI_API_KEY)$(OPENAI_BASE_URL)$(shell grep -sE '^OPENAI_(API_KEY|BASE_URL)=.' .env),postgres$(comma)meaning,local$(comma)postgres$(comma)meaning)

# A file at a time on each core.
SPREAD := -n logical --maxprocesses 4 --dist loadfile

.PHONY: run test test-slow test-vllm lint vendor constraints

run: .venv/run-$(subst $(comma),-,$(RUN_EXTRAS))
	@exec $(BIN)/code-supporter serve

test: .venv/dev
	@tools/get-chromium
	@tools/get-local-slack
	$(BIN)/pytest -m "not slow" $(SPREAD)

test-slow: .venv/dev
	@tools/get-chromium
	@tools/get-local-slack
	$(BIN)/pytest -m slow $(SPREAD)

# Not part of the others: real vLLM, at VLLM_URL (with VLLM_KEY) or brought onto this machine's CPU.
test-vllm: .venv/dev
	tools/vllm-on-cpu $(BIN)/pytest -s tests/llm_host/vllm_contract.py

lint: .venv/dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

vendor: .venv/dev
	$(BIN)/python -m tools.vendor

constraints: .venv/dev
	$(BIN)/pip freeze --all --exclude-editable --exclude pip --exclude setuptools > constraints.txt

.venv/run-%: pyproject.toml constraints.txt | .venv/bin/python
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e '.[$(RUN_EXTRAS)]'
	@touch $@

.venv/dev: pyproject.toml constraints.txt | .venv/bin/python
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e '.[local,postgres,meaning,dev,evals]'
	@touch $@ .venv/run-local-postgres-meaning .venv/run-postgres-meaning

.venv/bin/python:
	$(PYTHON) -m venv .venv
