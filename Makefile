# Thang Đo: everything one does with the checkout. `make help` lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
# To compile Django and thangdo anew costs every process seconds: what was compiled is kept, whatever is set.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX := $(CURDIR)/var/pycache

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

need:
	@command -v $(PYTHON) >/dev/null || { echo "python3 is missing; install it: apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; this is $$($(PYTHON) -V)" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "python3-venv is missing; install it: apt-get install python3-venv" >&2; exit 1; }

setup: need ## Make .venv, the assets and the `thangdo` command
	@$(PYTHON) scripts/setup.py runtime

setup-test: need
	@$(PYTHON) scripts/setup.py test

run: export THANGDO_DEMO ?= 1
run: setup ## Load the examples and a sample province, serve them and run the worker (PORT=8000)
	@$(BIN)/thangdo load
	@[ "$$THANGDO_DEMO" != 1 ] || $(BIN)/thangdo seed
	@exec $(BIN)/thangdo run --port $(PORT)

test: setup-test browser postgres ## Run every check, as CI does
	@$(BIN)/python scripts/checking.py all

check: setup-test ## Run the checks of the inner loop: style, types, rules, the rooms that were changed
	@$(BIN)/python scripts/checking.py check

browser:
	@scripts/browser.sh

postgres:
	@scripts/postgres.sh

fresh: ## Prove both commands on a fresh Debian 12 (as root; PART=run or PART=test: one of them)
	@scripts/fresh.sh

janus: setup-test browser ## Prove the video of conferences with 17 sites on Janus (as root; optional)
	@[ "$$(id -u)" != 0 ] || apt-get install -qq -y --no-install-recommends janus iproute2 curl >/dev/null
	$(BIN)/pytest -n 0 -s tests/integration/test_janus.py

token: setup-test ## Prove the signing by a key in a token, SoftHSM (as root; optional)
	@[ "$$(id -u)" != 0 ] || apt-get install -qq -y --no-install-recommends softhsm2 >/dev/null
	$(BIN)/uv pip install --quiet "pyHanko[pkcs11]"
	$(BIN)/pytest -n 0 tests/integration/test_tokens.py

bench: setup ## Measure the speed of the computations
	$(BIN)/python bench/run.py

storm: setup-test postgres ## Kill server, worker and database under load (STORM_KILLS=1000); nothing may be lost
	$(BIN)/python bench/storm.py --kills $${STORM_KILLS:-1000}

fmt: setup-test ## Format the code and repair what ruff can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: need ## Renew the lock files: Python and npm
	@$(PYTHON) scripts/setup.py lock

screenshots: setup-test browser ## Take the pictures of the pages for the docs
	$(BIN)/python scripts/screenshots.py

messages: setup ## Gather the texts to translate into the catalogues
	$(BIN)/python scripts/messages.py update

wheel: setup ## Build dist/thangdo-*.whl, assets included
	$(BIN)/hatchling build -t wheel

clean: ## Remove what was generated, .venv and var excepted
	rm -rf dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	rm -rf src/thangdo/faces/look/static/look/vendor src/thangdo/records/documents/fonts src/thangdo/site/assets.json
	find src tests scripts -name __pycache__ -prune -exec rm -rf {} +
	find src -name '*.mo' -delete

.PHONY: help need setup setup-test run test check browser postgres fresh janus token bench storm fmt lock screenshots messages wheel clean
