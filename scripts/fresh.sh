#!/usr/bin/env bash
# Proves the two commands of the README on a fresh Debian 12: a minimal system in a folder, a clone of this
# checkout as committed, a clean environment. As root: `make fresh`, or one part of it: PART=run, PART=test.
#
# Everything is mounted and started in namespaces of the script's own (unshare), so that nothing of it outlives the
# script, however that ends. Where this machine reaches its packages in a way of its own (sources of apt,
# configuration and certificates for pip and npm), the fresh system is given the same.
set -euo pipefail

part=${PART:-both}
port=${PORT:-8123}
minutes=${MINUTES:-60} # of each part, at most
suite=bookworm
needs=git,make,python3,python3-venv # what the README asks for, and nothing else
checkout=$(cd "$(dirname "$0")/.." && pwd)
prefix=/var/tmp/thangdo-fresh-

say() { printf 'fresh: %4d s  %s\n' "$SECONDS" "$*"; }
fail() {
    say "$*" >&2
    exit 1
}

outside() { # prepare, then go on in namespaces; the folder goes with the script
    [[ $part =~ ^(run|test|both)$ ]] || fail "PART is run, test or both, not $part"
    [ "$(id -u)" = 0 ] || fail "a fresh system can be made as root only: sudo make fresh"
    command -v apt-get >/dev/null || fail "this works on Debian and its kin, which have apt-get"
    if ! command -v debootstrap >/dev/null; then
        say "installing debootstrap"
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends debootstrap </dev/null >/dev/null
    fi
    local left pid
    for left in "$prefix"*; do # of a script that was killed
        pid=${left#"$prefix"}
        [ -d "/proc/${pid%.log}" ] || rm -rf --one-file-system "$left"
    done
    root=$prefix$$
    mkdir "$root"
    trap 'rm -rf --one-file-system "$root" "$root.log"' EXIT
    trap 'exit 130' INT TERM HUP
    unshare --mount --mount-proc --pid --fork --kill-child --propagation private \
        env FRESH_ROOT="$root" bash "$checkout/scripts/fresh.sh" &
    wait $! || fail "failed after $SECONDS s"
    say "done: $part"
}

mirror() { # where apt has the packages of Debian 12 from; nothing where it knows of none
    apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' 2>/dev/null |
        awk -v suite="$suite" '$2 == suite {print $1; exit}'
}

packages_as_here() { # the sources of apt, and whatever pip, npm and apt are told on this machine
    local file
    for file in sources.list sources.list.d preferences.d trusted.gpg.d keyrings auth.conf.d; do
        [ ! -e "/etc/apt/$file" ] || cp -rL "/etc/apt/$file" "$root/etc/apt/"
    done
    for file in $(grep -ls '^ *Acquire' /etc/apt/apt.conf.d/* || true); do
        cp "$file" "$root/etc/apt/apt.conf.d/"
    done
    [ ! -d /usr/share/keyrings ] || cp -rn /usr/share/keyrings "$root/usr/share/"
    for file in /etc/hosts /etc/resolv.conf /etc/pip.conf /etc/npmrc; do
        [ ! -e "$file" ] || cp -L "$file" "$root$file"
    done
    for file in .config/pip .config/uv .npmrc .pip; do
        [ -e "$HOME/$file" ] || continue
        mkdir -p "$root/root/$(dirname "$file")"
        cp -rL "$HOME/$file" "$root/root/$file"
    done
    if [ -e /etc/ssl/certs/ca-certificates.crt ]; then
        mkdir -p "$root/etc/ssl/certs"
        cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
    fi
    [ ! -d "${PIP_FIND_LINKS:-}" ] || {
        mkdir -p "$root$PIP_FIND_LINKS"
        mount --bind -o ro "$PIP_FIND_LINKS" "$root$PIP_FIND_LINKS"
    }
}

inside() { # run a command in the fresh system, in the clone, with a clean environment
    local kept=() name
    while IFS= read -r name; do
        kept+=("$name=${!name}")
    done < <(compgen -e | grep -Ei '^(pip_|uv_|npm_config_|ssl_cert_|node_extra_ca|.*_ca_bundle$|(https?|no|all)_proxy$)')
    chroot "$root" /usr/bin/env -i HOME=/root LANG=C.UTF-8 TERM=dumb \
        PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "${kept[@]}" \
        /bin/sh -c 'cd /root/thangdo && exec "$@"' sh "$@"
}

first_page() { # wait for the first page of `make run`; then Ctrl-C
    local begun=$SECONDS server
    say "make run PORT=$port"
    inside make run "PORT=$port" &
    server=$!
    until inside python3 -c "import urllib.request as u; u.urlopen('http://127.0.0.1:$port/', timeout=60)" 2>/dev/null; do
        kill -0 "$server" 2>/dev/null || fail "make run ended before its first page"
        [ $((SECONDS - begun)) -lt $((minutes * 60)) ] || fail "no first page within $minutes minutes"
        sleep 1
    done
    say "the first page came after $((SECONDS - begun)) s"
    pkill -INT -f "^[^ ]*python[^ ]* [^ ]*thangdo run " || fail "the server was not to be found"
    wait "$server" || say "make run ended with $?"
}

every_check() {
    local begun=$SECONDS
    say "make test"
    inside timeout "${minutes}m" make test || fail "make test failed after $((SECONDS - begun)) s"
    say "make test passed after $((SECONDS - begun)) s"
}

within() { # in the namespaces, where all that is mounted and started is ours
    local from
    from=$(mirror)
    say "debootstrap $suite with $needs"
    debootstrap --variant=minbase --include="$needs" "$suite" "$root" ${from:+"$from"} >"$root.log" 2>&1 ||
        { tail -n 20 "$root.log" >&2; fail "debootstrap failed"; }
    mount -t proc proc "$root/proc"
    mount -t sysfs -o ro sysfs "$root/sys"
    mount --rbind /dev "$root/dev"
    packages_as_here
    [ -z "$(git -C "$checkout" status --porcelain -uno)" ] || say "what is not committed is left out"
    git clone -q --no-hardlinks "$checkout" "$root/root/thangdo"
    say "a clone of $(git -C "$root/root/thangdo" log -1 --format='%h %s')"
    [ "$part" = test ] || first_page
    [ "$part" = run ] || every_check
}

if [ -n "${FRESH_ROOT:-}" ]; then
    root=$FRESH_ROOT
    within
else
    outside
fi
