#!/usr/bin/env bash
# Installs what is missing from Debian's packages where this is root; else says what to install.
# usage: scripts/system-packages.sh run|test
set -euo pipefail

wanted=()
need() { # need PACKAGE TEST-COMMAND…
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || wanted+=("$package")
}

python_is_new() { python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; }
node_is_new() { node -e 'const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)'; }

need python3-venv python3 -c 'import venv, ensurepip'
need make command -v make
if [ "${1:-run}" = test ]; then
  need redis-server command -v redis-server
  need postgresql bash -c 'ls /usr/lib/postgresql/*/bin/initdb'
  need chromium command -v chromium
  need php-cli command -v php
  need php-mysql php -r 'exit(extension_loaded("mysqli") ? 0 : 1);'
  need php-xml php -r 'exit(extension_loaded("dom") ? 0 : 1);'
  need php-gd php -r 'exit(extension_loaded("gd") ? 0 : 1);'
  need php-mbstring php -r 'exit(extension_loaded("mbstring") ? 0 : 1);'
  need php-curl php -r 'exit(extension_loaded("curl") ? 0 : 1);'
  need mariadb-server-core bash -c 'command -v mariadbd || ls /usr/sbin/mariadbd'
  need mariadb-client-core bash -c 'command -v mariadb'
fi

if [ ${#wanted[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    echo "Installing ${wanted[*]} …"
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null
  else
    echo "Please install these Debian packages first: ${wanted[*]}" >&2
    exit 1
  fi
fi

python_is_new || { echo "Please install Python 3.11 or newer." >&2; exit 1; }
node_is_new || { echo "Please install Node.js 20.19 or newer with npm." >&2; exit 1; }
