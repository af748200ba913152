# serve  set everything up and start the page on http://127.0.0.1:7860
# test   set everything up, a browser and PostgreSQL too, and run every test
# check  lint, format and types          eval   scenario tests with a report
# bench  speed and memory                docs   make the pages under docs/ that are made from code

PYTHON ?= python3
BIN := .venv/bin
HOST ?= 127.0.0.1
PORT ?= 7860

# compiled modules are kept, whatever the shell says: a start that compiles all it imports takes twice as long
export PYTHONDONTWRITEBYTECODE =

.PHONY: serve test check eval bench docs clean

serve: .venv/app
	$(BIN)/playbook serve --host $(HOST) --port $(PORT)

test: .venv/dev
	scripts/browser
	scripts/postgres
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/playbook rules check
	$(BIN)/playbook knowledge check

eval: .venv/app
	$(BIN)/playbook eval --report report.html

bench: .venv/dev
	$(BIN)/python benchmarks/speed.py

docs: .venv/dev
	$(BIN)/python docs/generate.py

clean:
	rm -rf .venv .mypy_cache .ruff_cache .hypothesis report.html

.venv/app: pyproject.toml scripts/setup
	PYTHON=$(PYTHON) scripts/setup app

.venv/dev: pyproject.toml scripts/setup
	PYTHON=$(PYTHON) scripts/setup dev
