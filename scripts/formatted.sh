#!/bin/sh
# Fails when a Go file is not formatted by gofmt, and names it.
set -eu
cd "$(dirname "$0")/.."
bad=$(gofmt -l $(git ls-files --cached --others --exclude-standard '*.go'))
if [ -n "$bad" ]; then
    echo "not formatted, run gofmt -w:" >&2
    echo "$bad" >&2
    exit 1
fi
