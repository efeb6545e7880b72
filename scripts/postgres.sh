#!/usr/bin/env bash
# Makes sure that the tests find a PostgreSQL server to start: installs it as root, else says what is missing.
set -eu
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 && exit 0
command -v postgres >/dev/null && command -v initdb >/dev/null && exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "The tests need PostgreSQL; install it with: sudo apt-get install postgresql" >&2
    exit 1
fi
echo "Installing what the tests need: postgresql"
export DEBIAN_FRONTEND=noninteractive
# The tests start a server of their own; Debian's default one is not wanted.
mkdir -p /etc/postgresql-common/createcluster.d
echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.d/thangdo-tests.conf
trap 'rm -f /etc/postgresql-common/createcluster.d/thangdo-tests.conf' EXIT
apt-get update -qq
apt-get install -qq -y --no-install-recommends postgresql </dev/null >/dev/null
