# All that a person does here. Needs Python 3.11 to 3.13, make and git; everything else is installed into .venv.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
export PYTHONDONTWRITEBYTECODE =
export DO_NOT_TRACK = 1

.DEFAULT_GOAL := help
.PHONY: help install run test check ui docs sample readme accuracy train lock clean

help:  ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The lock is the only input: what is installed is what was tested. uv checks its hashes and compiles the bytecode,
# which pip does not do well at this size.
.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("trialwire needs Python 3.11 to 3.13; this is " + sys.version.split()[0] + ": make PYTHON=python3.12") if not (3, 11) <= sys.version_info < (3, 14) else None'
	@echo "installing into .venv, once: a minute or two"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@awk '/^uv==/ {keep = 1; print; next} /^[^ ]/ {keep = 0} keep' requirements.lock > .venv/uv.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r .venv/uv.lock
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes --compile-bytecode requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

install: .venv/installed  ## make .venv from the hashed lock

run: install  ## run the pipeline on the embedded sample and say what it found: a minute or two
	@$(BIN)/trialwire run

test: install  ## run every test: many minutes
	@$(BIN)/pytest -n 2 --dist loadgroup

# Dagster says each time that `dg check defs` supersedes what is called here; that is another package.
check: install  ## lint, types, imports, SQL style, dbt and Dagster definitions: some minutes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/sqlfluff lint sql
	$(BIN)/dbt parse --no-version-check --quiet --project-dir $(CURDIR)/sql --profiles-dir $(CURDIR)/sql
	PYTHONWARNINGS=ignore:Function $(BIN)/dagster definitions validate -m orchestration.definitions --log-level warning

ui: install  ## open the Dagster UI: lineage, runs, checks
	@$(BIN)/trialwire ui

docs: install  ## write the page that documents the tables: models, columns, lineage, in one file
	@$(BIN)/trialwire run --home .venv/readme-home > /dev/null
	@echo "open .venv/readme-home/published/current/docs.html"

sample: install  ## render the embedded sample anew from its corpus
	@$(BIN)/python data/sample/render.py

readme: install  ## write the answers of the README's queries anew, from the embedded sample
	@$(BIN)/trialwire run --home .venv/readme-home > /dev/null
	@$(BIN)/python docs/render_readme.py --home .venv/readme-home

accuracy: install  ## score facts and events on labelled releases, write docs/accuracy.md and docs/event-identity.md
	@$(BIN)/python docs/render_accuracy.py
	@$(BIN)/python docs/render_identity.py

train: install  ## learn the judge anew from labelled releases, write data/model and docs/second-reader.md
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --no-deps -r data/model/requirements.lock
	@$(BIN)/python data/model/train.py
	@$(BIN)/python data/model/measure.py

lock: install  ## resolve the dependencies of pyproject.toml anew into requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-emit-index-url --no-header --quiet --output-file requirements.lock
	@$(BIN)/uv pip compile --group pyproject.toml:train --constraint requirements.lock --universal \
		--python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet \
		--output-file data/model/requirements.lock

clean:  ## remove what was made, but not the home
	@rm -rf .venv sql/target sql/logs .pytest_cache .ruff_cache .mypy_cache .hypothesis .import_linter_cache *.egg-info
