#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Redis with the C library of the distribution and that one's own allocator: no jemalloc, no TLS, no systemd. For systems in which
# two programs share one space of names, so that a second one would get the allocator of the first.
set -eu
make -C src -j"$JOBS" V=1 \
  CC="$CC" MALLOC=libc USE_SYSTEMD=no BUILD_TLS=no DEBUG= CFLAGS='-O2 -fPIE' LDFLAGS='-pie -s' \
  redis-server redis-benchmark
cp src/redis-server "$OUT/redis-server-libc"
cp src/redis-benchmark "$OUT/redis-benchmark-libc"
