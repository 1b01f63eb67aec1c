#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs the missing Debian packages of packages.txt, as root or through sudo.
# usage: setup.sh bench|oci|test
# exit: 0 all there; 3 something is missing and cannot be installed here: prints the one line to run.
set -u
here=$(dirname -- "$0")
wanted=${1:-bench}
# A user's PATH on Debian lacks these.
PATH=$PATH:/usr/sbin:/sbin

. /etc/os-release 2>/dev/null || ID=unknown
missing=
while read -r group package proof _why; do
  case $wanted:$group in *:bench) ;; "$group:$group") ;; test:oci) ;; *) continue ;; esac
  if [ "${ID:-}" = ubuntu ] && [ "$package" = linux-source-6.1 ]; then
    echo "setup: Ubuntu has no $package; name a kernel source with --kernel-source" >&2
    continue
  fi
  case $proof in
    /*) [ -e "$proof" ] || missing="$missing $package" ;;
    *) command -v "$proof" >/dev/null 2>&1 || missing="$missing $package" ;;
  esac
done <"$here/packages.txt"

[ -n "$missing" ] || exit 0
line="apt-get install -y --no-install-recommends$missing"

if [ "$(id -u)" = 0 ]; then as_root=
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as_root=sudo
else
  echo "setup: these packages are missing and need root to install. Run:" >&2
  echo "  sudo $line" >&2
  exit 3
fi
command -v apt-get >/dev/null 2>&1 || {
  echo "setup: missing:$missing. This is not a Debian system; install them with its own package manager." >&2
  exit 3
}
echo "setup: installing$missing" >&2
as_root="$as_root env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a"
log=$(mktemp)
# Stale lists would install an old kernel source, or name files that the mirror no longer has. A mirror that does not answer
# is no failure yet: what is wanted may be at hand.
$as_root apt-get update >"$log" 2>&1 </dev/null || echo "setup: the package lists could not be refreshed" >&2
# shellcheck disable=SC2086
$as_root $line >>"$log" 2>&1 </dev/null || {
  tail -n 12 "$log" >&2
  rm -f "$log"
  echo "setup: the installation failed (see above). Correct the cause, or run:" >&2
  echo "  $line" >&2
  exit 3
}
rm -f "$log"
