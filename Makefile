# Two commands matter: `make run` and `make test`. The others are their parts.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PY := .venv/bin/python
BACKEND_READY := .venv/.installed
TOOLS_READY := .venv/.installed-tools
FRONTEND_READY := frontend/node_modules/.installed
export PYTHONDONTWRITEBYTECODE := 1
TEST_SETTINGS := igny8.config.settings.test

.PHONY: help
help: ## Show this help
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-14s %s\n", $$1, $$2}'

.PHONY: run
run: build model ## Start the demo: web, worker and beat over SQLite
	@exec .venv/bin/igny8 up --demo

.PHONY: test
test: $(TOOLS_READY) $(FRONTEND_READY) test-tools model ## Everything that must hold: lint, types, contracts, tests in both shapes
	@scripts/test.sh

.PHONY: test-long
test-long: $(TOOLS_READY) test-tools model ## Tests that take longer
	@cd backend && DJANGO_SETTINGS_MODULE=$(TEST_SETTINGS) ../$(PY) -m pytest -m long

.PHONY: lint
lint: $(TOOLS_READY) $(FRONTEND_READY) ## Format check, lint, types, import contracts
	@scripts/lint.sh

.PHONY: bench
bench: $(TOOLS_READY) test-tools model ## Speed of runs on both shapes, in one table
	@$(PY) bench/run.py

.PHONY: chaos
chaos: $(TOOLS_READY) test-tools model ## Kill workers at random under load
	@$(PY) e2e/chaos.py --flush

.PHONY: screenshots
screenshots: $(TOOLS_READY) build test-tools model ## The guide's pictures, and every screen into data/screenshots (WORD=run: only some)
	@$(PY) e2e/screenshots.py $(WORD) --guide docs/user-guide/images --all data/screenshots

.PHONY: build
build: $(BACKEND_READY) frontend/dist/index.html ## Install, and build the front end

.PHONY: model
model: $(BACKEND_READY) ## Fetch the language model, where it can be had
	@.venv/bin/igny8 models fetch --optional

.PHONY: openapi
openapi: $(TOOLS_READY) $(FRONTEND_READY) ## Write the OpenAPI document and the front end's types
	@scripts/openapi.sh
	@cd frontend && npm run --silent generate

.PHONY: tools
tools: $(TOOLS_READY) ## Install what tests, lint and pre-commit need in Python

.PHONY: test-tools
test-tools:
	@scripts/system-packages.sh test

$(BACKEND_READY): backend/pyproject.toml backend/requirements.lock
	@echo "Installing; about two minutes the first time …"
	@scripts/system-packages.sh run
	@test -x .venv/bin/python || python3 -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check -r backend/requirements.lock
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -e backend
	@touch $@

$(TOOLS_READY): $(BACKEND_READY) backend/requirements-dev.lock
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check -r backend/requirements-dev.lock
	@touch $@

$(FRONTEND_READY): frontend/package-lock.json
	@scripts/system-packages.sh run
	@cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

frontend/dist/index.html: $(FRONTEND_READY) $(shell find frontend/src frontend/index.html frontend/public -type f 2>/dev/null) frontend/vite.config.ts
	@cd frontend && npm run --silent build
	@touch $@
