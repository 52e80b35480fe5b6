# Needs python3 (with venv), make and git; everything else is installed into folders beside this file.
# A second run installs nothing: each folder has a stamp, renewed only when pyproject.toml or constraints.txt changes.

PYTHON ?= python3
PYTEST_ARGS ?=
DEMO_ARGS ?=
BENCH_ARGS ?=
PROOF_ARGS ?=
REHEARSAL_ARGS ?=
NOTEBOOK_ARGS ?=

VERSION := $(shell $(PYTHON) -c 'import platform; print(platform.python_version())' 2>/dev/null)
WORKERS := $(shell $(PYTHON) -c 'import os; print(min(4, os.cpu_count() + 1))' 2>/dev/null)# many tests mostly wait
SMALL := .venv-demo/.made-with-$(VERSION)
FULL := .venv/.made-with-$(VERSION)
PINS := pyproject.toml constraints.txt
PIP_INSTALL := -m pip --disable-pip-version-check install -qq --constraint constraints.txt

.PHONY: help demo install test pythons notebooks proof lint bench bench-scale clean rehearsal locks

help: ## show this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /make \1 \t/p' Makefile
	@echo 'Variables: PYTHON=python3.12  PYTEST_ARGS="-k wire"  DEMO_ARGS="--lang es"  BENCH_ARGS=...'

demo: $(SMALL) ## grade a small class, honest and hostile (DEMO_ARGS=--all: every submission)
	.venv-demo/bin/autograder demo $(DEMO_ARGS)

install: $(FULL) ## install everything into .venv; then: source .venv/bin/activate

test: lint ## check the code on this Python: lint, types, all tests (about eight minutes)
	.venv/bin/python -m pytest -n $(WORKERS) --dist loadfile $(PYTEST_ARGS)

pythons: $(FULL) ## run the core's tests on every Python 3.10-3.13 of this machine
	.venv/bin/python tests/interpreters.py

notebooks: $(FULL) ## run every statement in a real kernel, with the stub and the reference, and test what it claims
	.venv/bin/python tests/notebooks.py $(NOTEBOOK_ARGS)
	.venv/bin/python -m pytest -n $(WORKERS) solutions/*/test_claims.py

proof: $(FULL) ## prove the graders in full: mutants, salts, false alarms (about eight minutes; one with PROOF_ARGS=--quick); writes proof.md
	.venv/bin/autograder verify --full --report proof.md $(PROOF_ARGS)

lint: $(FULL) ## run ruff and mypy
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

bench: $(FULL) ## measure what grading costs
	.venv/bin/python -m bench $(BENCH_ARGS)

rehearsal: $(FULL) ## measure what a Gradescope bundle costs, beside stock Otter (REHEARSAL_ARGS="04 05"; as root in a Debian root)
	.venv/bin/python -m bench.bundle $(REHEARSAL_ARGS)

LOCKS := autograder/release/locks
locks: ## rebuild the bundles' hashed lock files from constraints.txt (needs uv)
	for part in own otter torch; do for minor in 3.10 3.11 3.12 3.13; do \
		cat $(LOCKS)/own.in.txt $(LOCKS)/$$part.in.txt | sort -u | uv pip compile --quiet --generate-hashes --no-header \
			--no-annotate --upgrade --python-platform linux --python-version $$minor --excludes $(LOCKS)/without.txt \
			--constraints constraints.txt --output-file $(LOCKS)/$$part-$$minor.txt - || exit 1; \
	done; done

bench-scale: $(FULL) ## measure what a class costs as it grows, beside stock Otter and nbgrader (BENCH_ARGS="--sizes 10,100,1000,10000")
	.venv/bin/python -m bench.scale $(BENCH_ARGS)

clean: ## delete every folder that make made
	rm -rf .venv .venv-demo .venvs build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

# Two steps, so that the project is built by the pinned setuptools and not by one fetched for the occasion.
$(SMALL): $(PINS)
	$(call empty_venv,.venv-demo)
	.venv-demo/bin/python $(PIP_INSTALL) setuptools
	.venv-demo/bin/python $(PIP_INSTALL) --no-build-isolation --editable .
	@touch $@

$(FULL): $(PINS)
	$(call empty_venv,.venv)
	.venv/bin/python $(PIP_INSTALL) setuptools
	.venv/bin/python $(PIP_INSTALL) --no-build-isolation --editable '.[dev,torch,instructor,ta,cluster,nbgrader,watch]'
	@touch $@

define empty_venv
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null || { \
	echo "Python 3.10 or newer is needed and \`$(PYTHON)\` is not one: name another, as in \`make demo PYTHON=python3.12\`." >&2; \
	exit 2; }
@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	echo "$(PYTHON) cannot make a virtual environment: install its venv module (on Debian and Ubuntu: apt install python3-venv) and run make again." >&2; \
	exit 2; }
@echo 'Making $(1) with Python $(VERSION) (once)'
@$(PYTHON) -m venv --clear $(1)
endef
