#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Compiles Debian's redis as its rules do (debian/rules, hardening=+all), so that its functions can be told by equal code.
# Debian's compiler makes code for any address by itself; the option would undo the -fPIC of hiredis.
# Nothing of it is ever run: only the compiler's output is kept, and whether it can be linked here does not matter.
set -eu
export CFLAGS='-O2 -fstack-protector-strong -Wformat -Werror=format-security -fcf-protection=none'
export CPPFLAGS='-Wdate-time -D_FORTIFY_SOURCE=2'
make -C src -k -j"$JOBS" DEBUG= DEBUG_FLAGS= \
  USE_SYSTEM_JEMALLOC=yes USE_SYSTEMD=yes USE_JEMALLOC=yes BUILD_TLS=yes \
  redis-server redis-benchmark redis-cli || true
find . -name '*.o' | LC_ALL=C sort | xargs ar qcD "$OUT/objects.a"
