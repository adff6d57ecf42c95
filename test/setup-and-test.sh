#!/bin/sh
# Sets up what the tests need on a Debian machine with Node 20, then runs them all.
set -eu
cd "$(dirname "$0")/.."

if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci
fi

# Programs that the tests drive: a browser, the servers of a queue, and what runs shards side by side.
missing=""
[ -x /usr/bin/chromium ] || missing="$missing chromium"
command -v redis-server >/dev/null 2>&1 || missing="$missing redis-server"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
command -v parallel >/dev/null 2>&1 || missing="$missing parallel"
command -v openssl >/dev/null 2>&1 || missing="$missing openssl"
if [ -n "$missing" ]; then
  if [ "$(id -u)" = 0 ]; then as_root=""
  elif command -v sudo >/dev/null 2>&1; then as_root="sudo"
  else
    echo "The tests drive a real browser, a real Redis and PostgreSQL, and GNU parallel. As root, run: apt-get install -y$missing" >&2
    exit 1
  fi
  $as_root apt-get update -q
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing
fi

exec node test/all.mjs
