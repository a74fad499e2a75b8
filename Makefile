# Two commands matter: `make demo` runs the product on two sample stores, `make test` runs every test.
# Nothing is needed beyond Python 3.11+ and Node 20+.

SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := $(CURDIR)/.venv/bin
WEB_SOURCES := $(shell find web/src web/public web/scripts -type f 2>/dev/null) $(wildcard web/*.json web/*.ts web/*.mjs)
export NEXT_TELEMETRY_DISABLED := 1
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1
# The same `.env` that the product and compose read; a variable of the environment wins over it.
dot_env = $(shell sed -nE 's/^$(1)=["'\'']?([^"'\'' \#]*).*/\1/p' .env 2>/dev/null | tail -n 1)
PORT ?= $(or $(call dot_env,PORT),8000)
HOST ?= $(or $(call dot_env,HOST),127.0.0.1)

.PHONY: help setup demo serve dev test conformance check format bench chaos openapi docs lock clean

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: .venv/.installed web/out/.built ## Install from the locks and build the web app

.venv/.installed: backend/requirements-dev.lock backend/pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r backend/requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e backend
	@touch $@

web/node_modules/.installed: web/package-lock.json
	@node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' || { echo "Node 20 or newer is needed."; exit 1; }
	cd web && npm ci --no-audit --no-fund
	@touch $@

conformance/node_modules/.installed: conformance/package-lock.json
	@command -v npm >/dev/null || { echo "npm is needed: the kits and clients of the protocols are its packages."; exit 1; }
	cd conformance && npm ci --no-audit --no-fund --loglevel error
	@touch $@

web/out/.built: web/node_modules/.installed $(WEB_SOURCES)
	cd web && npm run build
	@touch $@

demo: setup ## Write two sample stores, import them, serve them on http://localhost:PORT (8000)
	$(BIN)/marketing-agent demo --host $(HOST) --port $(PORT)

serve: setup ## Serve your own data on http://localhost:PORT (8000)
	$(BIN)/marketing-agent serve --host $(HOST) --port $(PORT)

dev: .venv/.installed web/node_modules/.installed ## API on PORT and the web app with reload on 3000
	@trap 'kill 0' EXIT; $(BIN)/marketing-agent serve --port $(PORT) & cd web && MARKETING_AGENT_API=http://localhost:$(PORT) npm run dev

test: setup check conformance/node_modules/.installed ## Check everything and run every test, conformance too
	@# Tests start the product hundreds of times: compiled once, even where Python writes nothing.
	cd backend && $(BIN)/python -m compileall -q marketing_agent migrations
	cd backend && $(BIN)/python -m pytest -n 2 --dist loadscope -q
	cd web && npm test && npm run --silent budget

conformance: .venv/.installed conformance/node_modules/.installed ## Protocols alone: their kits and real clients (docs/conformance.md)
	cd backend && $(BIN)/python -m pytest tests/conformance -q

check: .venv/.installed web/node_modules/.installed ## Format, lint, types, layers, generated files
	cd backend && $(BIN)/ruff format --check -q . && $(BIN)/ruff check -q .
	cd backend && $(BIN)/mypy
	cd backend && $(BIN)/lint-imports
	$(BIN)/python backend/scripts/generate.py --check
	cd web && npm run check

format: .venv/.installed ## Format all code
	cd backend && $(BIN)/ruff format -q . && $(BIN)/ruff check -q --fix .
	cd web && npm run --silent format

openapi: .venv/.installed ## Regenerate OpenAPI, typed client and generated docs
	$(BIN)/python backend/scripts/generate.py
	cd web && npm run api

bench: setup ## Measure the figures as ratios within one run
	cd backend && $(BIN)/python -m tests.bench

chaos: setup ## Kill worker, API and PostgreSQL during runs, KILLS times (200)
	cd backend && $(BIN)/python -m tests.chaos --kills $(or $(KILLS),200)

lock: ## Pin all dependencies with hashes and no download addresses (needs uv)
	cd backend && uv pip compile -q --generate-hashes --universal --python-version 3.11 --no-header --no-annotate pyproject.toml -o requirements.lock
	cd backend && uv pip compile -q --generate-hashes --universal --python-version 3.11 --no-header --no-annotate --extra dev pyproject.toml -c requirements.lock -o requirements-dev.lock

clean: ## Remove what was installed and built, not your data
	rm -rf .venv web/node_modules web/.next web/out conformance/node_modules
