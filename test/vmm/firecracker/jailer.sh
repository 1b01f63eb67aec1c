#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Plays what Firecracker's jailer documents of itself: a copy of the program in the root folder of the jail, another user, and no more of the
# file system than that. (The real one makes device nodes too, and a mount namespace.)
while [ $# -gt 0 ]; do
  case $1 in
    --id) id=$2 ;;
    --exec-file) program=$2 ;;
    --uid) uid=$2 ;;
    --gid) gid=$2 ;;
    --chroot-base-dir) base=$2 ;;
    --cgroup-version) [ "$2" = 2 ] || exit 1 ;;
    --) shift; break ;;
    *) echo "jailer: Found argument $1 which wasn't expected" >&2; exit 1 ;;
  esac
  shift 2
done
name=${program##*/}
root=$base/$name/$id/root
mkdir -p "$root" && cp "$program" "$root/$name" && chown "$uid:$gid" "$root" || exit 1
exec chroot --userspec="$uid:$gid" "$root" "/$name" --id "$id" --start-time-us 1 --start-time-cpu-us 1 "$@"
