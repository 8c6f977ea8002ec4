# One entry for everything. `make read` and `make test` work on a fresh machine; the rest stands on the .venv they make.
# Nothing is fetched but the packages that requirements*.lock pin by hash.

VENV ?= .venv
BIN := $(VENV)/bin
# The folder of the corpora; none is taken for granted.
DATA ?=
SAMPLE ?= ceasefire
WORKERS ?= 2
RUN ?= build/run
ARGS ?=
# Any Python from 3.11 on; `make PYTHON=/path/to/python read` names one.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$p && break; done)
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
COMPILE := $(BIN)/pip-compile --quiet --generate-hashes --no-header --no-emit-index-url --no-emit-find-links \
	--no-emit-trusted-host --no-emit-options --strip-extras --allow-unsafe --build-deps-for editable
CODE := src tests eval bench training scripts

.DEFAULT_GOAL := help
.PHONY: help read test check format lint types layers tests docs eval train bench store soak lock schema clean
# `make -j` must not run checks while their environment is still being set up, nor two installs in one environment.
.NOTPARALLEL:

ifneq ($(filter eval train bench,$(MAKECMDGOALS)),)
ifeq ($(strip $(DATA)),)
$(error Name the folder of the corpora: make $(MAKECMDGOALS) DATA=folder)
endif
endif

help: ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 10

read: $(VENV)/.gazetteer ## set up and print the record of a packaged sample report (SAMPLE=ceasefire)
	@$(BIN)/dragoman read --sample $(SAMPLE) $(ARGS)

test: $(VENV)/.dev $(VENV)/.gazetteer check ## set up and pass every check

check: lint types layers tests docs ## every check, on the environment that is there

$(VENV)/bin/python:
	@if [ -z "$(PYTHON)" ]; then echo "No Python 3.11 or newer (with its venv module) was found;" \
		"install one, or say: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; exit 1; fi
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.read: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PIP_INSTALL) --require-hashes --only-binary :all: -r requirements.lock
	$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

# The gazetteer is kept inside the environment, so it goes when that goes; another than that is not made here.
$(VENV)/.gazetteer: src/dragoman/ground/gazetteer/build.py src/dragoman/ground/gazetteer/spelling.py | $(VENV)/.read
	@env -u DRAGOMAN_GAZETTEER $(BIN)/python -m dragoman setup
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	$(PIP_INSTALL) --require-hashes --only-binary :all: -r requirements-dev.lock
	$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.read

$(VENV)/.train: requirements-train.lock pyproject.toml | $(VENV)/.dev
	$(PIP_INSTALL) --require-hashes --only-binary :all: -r requirements-train.lock
	@touch $@

format: ## rewrite the layout of all code
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)

lint:
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)

types:
	$(BIN)/mypy

layers:
	$(BIN)/pytest -q tests/test_layers.py tests/test_import_time.py

tests:
	$(BIN)/pytest -q --ignore tests/test_layers.py --ignore tests/test_import_time.py --ignore tests/test_docs.py

docs:
	$(BIN)/pytest -q tests/test_docs.py

eval: $(VENV)/.dev $(VENV)/.gazetteer ## the quality table on the development corpora, held against its floors (DATA=folder)
	$(BIN)/python -m eval.gate --data $(DATA) --workers $(WORKERS) $(ARGS)

train: $(VENV)/.train ## train the weights anew (DATA=folder): articles first, then everything together in five runs
	$(BIN)/python -m training.silver --data $(DATA) --out $(RUN)/names.json
	$(BIN)/python -m training.train --data $(DATA) --names $(RUN)/names.json --out $(RUN)/first/checkpoints \
		--epochs 10 --rounds 0 --seed 1 $(ARGS)
	$(BIN)/python -m training.export --run $(RUN)/first/checkpoints --out $(RUN)/first/weights
	$(BIN)/python -m training.train --data $(DATA) --names $(RUN)/names.json --out $(RUN)/second/checkpoints \
		--start $(RUN)/first/weights --epochs 3 --articles 0.6 --rounds 4 --seed 3 $(ARGS)
	$(BIN)/python -m training.export --run $(RUN)/second/checkpoints --out $(RUN)/second/weights --start $(RUN)/first/weights
	$(BIN)/python -m training.train --data $(DATA) --names $(RUN)/names.json --out $(RUN)/third/checkpoints \
		--start $(RUN)/second/weights --epochs 1 --articles 0.9 --rounds 2 --seed 4 $(ARGS)
	$(BIN)/python -m training.export --run $(RUN)/third/checkpoints --out $(RUN)/third/weights \
		--start $(RUN)/second/weights --toward $(RUN)/first/weights --share 0.35
	$(BIN)/python -m training.anchor_heads --weights $(RUN)/third/weights --epochs 8 --seed 5
	$(BIN)/python -m training.train --data $(DATA) --names $(RUN)/names.json --out $(RUN)/fourth/checkpoints \
		--start $(RUN)/third/weights --epochs 5 --articles 0.5 --rounds 4 --seed 7 $(ARGS)
	$(BIN)/python -m training.export --run $(RUN)/fourth/checkpoints --out $(RUN)/fourth/weights \
		--start $(RUN)/third/weights --toward $(RUN)/third/weights --share 0.35
	$(BIN)/python -m training.readiness --weights $(RUN)/fourth/weights
	$(BIN)/python -m training.train --data $(DATA) --names $(RUN)/names.json --out $(RUN)/fifth/checkpoints \
		--start $(RUN)/fourth/weights --epochs 4 --articles 0.35 --rounds 3 --seed 9 $(ARGS)
	$(BIN)/python -m training.export --run $(RUN)/fifth/checkpoints --out $(RUN)/fifth/weights \
		--start $(RUN)/fourth/weights --toward $(RUN)/fourth/weights --share 0.35
	$(BIN)/python -m training.readiness --weights $(RUN)/fifth/weights
	$(BIN)/python -m training.train --data $(DATA) --names $(RUN)/names.json --out $(RUN)/checkpoints \
		--start $(RUN)/fifth/weights --epochs 3 --articles 0.5 --rounds 3 --seed 11 $(ARGS)
	$(BIN)/python -m training.export --run $(RUN)/checkpoints --out $(RUN)/weights --start $(RUN)/fifth/weights \
		--toward $(RUN)/fifth/weights --share 0.5
	$(BIN)/python -m training.readiness --weights $(RUN)/weights
	$(BIN)/python -m training.calibrate --data $(DATA) --weights $(RUN)/weights
	@echo "The weights are in $(RUN)/weights; CONTRIBUTING.md says when to ship them."

bench: $(VENV)/.dev $(VENV)/.gazetteer ## speed, start-up and memory (DATA=folder)
	$(BIN)/python -m bench.speed --data $(DATA) --workers $(WORKERS) $(ARGS)
	$(BIN)/python -m bench.grounding --data $(DATA)

store: $(VENV)/.dev ## fill a store with made reports and ask it (ARGS="--reports 100000")
	$(BIN)/python -m bench.store $(ARGS)

soak: $(VENV)/.dev ## kill an ingestion 500 times and see that nothing is lost
	PYTHONPATH=tests $(BIN)/python -m soak $(ARGS)

schema: ## write docs/record.schema.json from the types
	$(BIN)/python -c "from dragoman.schema import schema_text; print(schema_text(), end='')" > docs/record.schema.json

lock: ## resolve the pinned packages anew
	$(COMPILE) --output-file requirements.lock pyproject.toml
	$(COMPILE) --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	$(COMPILE) --extra train --constraint requirements.lock --output-file requirements-train.lock pyproject.toml

clean: ## remove the environment and what the tools left
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis dist
