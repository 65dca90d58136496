#!/usr/bin/env bash
# Everything that can be checked without running the product.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
export DJANGO_SETTINGS_MODULE=igny8.config.settings.test

cd "$root/backend"
../.venv/bin/ruff format --check . ../bench ../e2e
../.venv/bin/ruff check . ../bench ../e2e
../.venv/bin/mypy igny8
../.venv/bin/lint-imports
../.venv/bin/python -m django makemigrations --check --dry-run
"$root/scripts/openapi.sh" --check

cd "$root/frontend"
npm run --silent lint
npm run --silent typecheck
