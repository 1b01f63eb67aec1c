#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A VMM on a host whose /dev/kvm opens but runs nothing.
case "$1" in
  --version) echo "QEMU emulator version 9.9.9 (a liar)" ;;
  *) echo "KVM internal error. Suberror: 1" >&2; echo "emulation failure" >&2; exit 1 ;;
esac
