#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Redis with the C library's own allocator: no jemalloc, no TLS, no systemd.
set -eu
make -C src -j"$JOBS" V=1 \
  CC="$CC" MALLOC=libc USE_SYSTEMD=no BUILD_TLS=no DEBUG= LDFLAGS='-static -s' \
  redis-server redis-cli redis-benchmark
cp src/redis-server src/redis-cli src/redis-benchmark "$OUT"
