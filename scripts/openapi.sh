#!/usr/bin/env bash
# Writes the OpenAPI document to frontend/openapi.json, or with --check fails when it is not fresh.
set -euo pipefail
cd "$(dirname "$0")/../backend"
export DJANGO_SETTINGS_MODULE=igny8.config.settings.test
target=../frontend/openapi.json
fresh=$(mktemp)
trap 'rm -f "$fresh"' EXIT
../.venv/bin/python -m django spectacular --format openapi-json --validate --fail-on-warn --file "$fresh"
if [ "${1:-}" = --check ]; then
  cmp -s "$fresh" "$target" || { echo "frontend/openapi.json is not fresh: run 'make openapi'." >&2; exit 1; }
else
  cp "$fresh" "$target"
fi
