#!/bin/sh
# Makes sure of the C compiler that the race detector needs. On Debian and Ubuntu it is installed when it is missing and this
# runs as root; otherwise the check fails here, with a line that says so, rather than inside the Go tool.
set -eu
if command -v gcc >/dev/null 2>&1 || command -v clang >/dev/null 2>&1; then
    exit 0
fi
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -y -q --no-install-recommends gcc libc6-dev >&2 ||
        { apt-get update -q >&2 && apt-get install -y -q --no-install-recommends gcc libc6-dev >&2; }
fi
command -v gcc >/dev/null 2>&1 || { echo "$0: no C compiler found; the race detector needs one: install gcc" >&2; exit 1; }
