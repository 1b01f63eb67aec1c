#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# QEMU as a host with KVM would run it, with TCG in KVM's place: for what surrounds a guest under the wall clock. Its times
# mean nothing.
for word; do
  shift
  case $word in
    kvm) word=tcg,thread=single ;;
    host,+invtsc) word=max ;;
  esac
  set -- "$@" "$word"
done
exec qemu-system-x86_64 "$@"
