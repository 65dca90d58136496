#!/usr/bin/env bash
# All tests. The last line is pytest's own.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
export DJANGO_SETTINGS_MODULE=igny8.config.settings.test

echo "== lint, types, contracts"
"$root/scripts/lint.sh"

echo "== front end"
(cd frontend && npm run --silent test:coverage && npm run --silent build && npm run --silent size)

echo "== back end on PostgreSQL and Redis"
(cd backend && ../.venv/bin/python ../e2e/services.py -- ../.venv/bin/python -m pytest -n 2 -m "database and not long and not wordpress")

echo "== back end on SQLite and the filesystem broker, with coverage"
(cd backend && ../.venv/bin/python -m pytest -n 2 -m "not long and not wordpress" --cov --cov-report=term:skip-covered)

echo "== the publisher against a real WordPress"
(cd backend && ../.venv/bin/python -m pytest -n 2 --dist loadfile -m "wordpress and not long")

echo "== the whole system"
unset DJANGO_SETTINGS_MODULE
.venv/bin/python -m pytest -c e2e/pytest.ini -n 2 --dist loadfile e2e
