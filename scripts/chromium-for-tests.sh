#!/bin/sh
# Prints the path of a Chromium for the page tests. On Debian and Ubuntu it is installed when it is missing and this runs as
# root. Without one, and outside CI, it prints "off", which leaves the tests out; in CI that is an error.
set -eu

find_chromium() {
    for name in chromium chromium-browser google-chrome google-chrome-stable chrome headless-shell; do
        if command -v "$name" >/dev/null 2>&1; then
            command -v "$name"
            return
        fi
    done
}

found=$(find_chromium)
if [ -z "$found" ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    export DEBIAN_FRONTEND=noninteractive
    {
        apt-get install -y -q --no-install-recommends chromium ||
            { apt-get update -q && apt-get install -y -q --no-install-recommends chromium; }
    } >&2 || true
    found=$(find_chromium)
fi
if [ -z "$found" ]; then
    if [ "${CI:-}" = true ]; then
        echo "$0: no Chromium found and none could be installed" >&2
        exit 1
    fi
    echo "$0: no Chromium found; the page tests are left out" >&2
    found=off
fi
echo "$found"
