#!/usr/bin/env bash
# Makes sure that the browser tests find Chromium, a font and what Playwright's driver needs: installs them as root, else says what is missing.
set -eu
missing=()
[ -x /usr/bin/chromium ] || missing+=(chromium)
[ -e /usr/share/fonts/truetype/noto/NotoSans-Regular.ttf ] || missing+=(fonts-noto-core)
ls /usr/lib/*/libatomic.so.1 >/dev/null 2>&1 || missing+=(libatomic1)
command -v pdfsig >/dev/null || missing+=(poppler-utils) # checks signatures that we made
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "The browser tests need ${missing[*]}; install with: sudo apt-get install ${missing[*]}" >&2
    exit 1
fi
echo "Installing what the browser tests need: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -qq -y --no-install-recommends "${missing[@]}" </dev/null >/dev/null
