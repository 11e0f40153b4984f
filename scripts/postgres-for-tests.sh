#!/bin/sh
# Runs a command with a PostgreSQL server of its own:
#
#   scripts/postgres-for-tests.sh go test ./store/...
#
# The server listens on a free port of the loopback interface only, keeps its data in a temporary directory, and is stopped and
# removed when the command ends. The command finds its address in DRAGOMAN_TEST_POSTGRES. PostgreSQL is looked for in PATH and
# under /usr/lib/postgresql; on Debian and Ubuntu it is installed when it is missing and this runs as root.
set -eu

if [ $# -eq 0 ]; then
    echo "usage: $0 command [argument...]" >&2
    exit 2
fi

# The directory that holds initdb and pg_ctl, the newest first.
find_binaries() {
    if command -v initdb >/dev/null 2>&1 && command -v pg_ctl >/dev/null 2>&1; then
        dirname "$(command -v initdb)"
        return
    fi
    for dir in $(ls -d /usr/lib/postgresql/*/bin /usr/local/pgsql/bin /opt/homebrew/opt/postgresql*/bin 2>/dev/null | sort -rV); do
        if [ -x "$dir/initdb" ] && [ -x "$dir/pg_ctl" ]; then
            echo "$dir"
            return
        fi
    done
}

bin=$(find_binaries)
if [ -z "$bin" ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -y -q postgresql >/dev/null 2>&1 || { apt-get update -q >/dev/null 2>&1 && apt-get install -y -q postgresql >/dev/null; }
    bin=$(find_binaries)
fi
if [ -z "$bin" ]; then
    echo "$0: PostgreSQL is not installed; install it (Debian, Ubuntu: apt-get install postgresql), then run this again" >&2
    exit 1
fi

dir=$(mktemp -d "${TMPDIR:-/tmp}/dragoman-postgres.XXXXXX")
chmod 755 "$dir"
mkdir "$dir/data"

# PostgreSQL refuses to run as root.
as=""
if [ "$(id -u)" -eq 0 ]; then
    user=nobody
    id postgres >/dev/null 2>&1 && user=postgres
    chown "$user" "$dir" "$dir/data"
    if command -v setpriv >/dev/null 2>&1; then
        as="setpriv --reuid=$(id -u "$user") --regid=$(id -g "$user") --clear-groups env HOME=$dir"
    else
        as="runuser -u $user -- env HOME=$dir"
    fi
fi

stop() {
    status=$?
    trap - EXIT INT TERM HUP
    (cd "$dir" && $as "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1) || true
    rm -rf "$dir"
    exit "$status"
}
trap stop EXIT
trap 'exit 130' INT TERM HUP

run_quietly() {
    if ! (cd "$dir" && "$@") >"$dir/output" 2>&1; then
        cat "$dir/output" "$dir/log" >&2 2>/dev/null
        echo "$0: PostgreSQL did not start" >&2
        exit 1
    fi
}

run_quietly $as "$bin/initdb" -D "$dir/data" -U postgres --auth=trust --encoding=UTF8 --locale=C --no-sync
cat >>"$dir/data/postgresql.conf" <<SETTINGS
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = off
synchronous_commit = off
full_page_writes = off
SETTINGS

# A port can be taken between choosing and using it: try several.
port=""
for try in 1 2 3 4 5 6 7 8 9 10; do
    candidate=$((20000 + ($$ * 7 + try * 1009 + $(date +%S | sed 's/^0//') * 131) % 40000))
    if (cd "$dir" && $as "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -o "-p $candidate" -w -t 60 start) >"$dir/output" 2>&1; then
        port=$candidate
        break
    fi
done
if [ -z "$port" ]; then
    cat "$dir/output" "$dir/log" >&2 2>/dev/null || true
    echo "$0: PostgreSQL did not start" >&2
    exit 1
fi

DRAGOMAN_TEST_POSTGRES="postgres://postgres@127.0.0.1:$port/postgres?sslmode=disable"
export DRAGOMAN_TEST_POSTGRES
"$@"
