#!/bin/sh
# Fails when go generate changes a file: then a generated file in the tree is out of date.
set -eu
cd "$(dirname "$0")/.."
state() { git status --porcelain; git diff HEAD; }
before=$(state | cksum)
${GO:-go} generate ./...
if [ "$before" != "$(state | cksum)" ]; then
    git status --short >&2
    echo "generated files are out of date; run make generate and commit what changes" >&2
    exit 1
fi
