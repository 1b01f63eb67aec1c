#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Small clients of ours, with the C library of the distribution, as the servers beside them.
set -eu
for client in redis-client http-client; do
  "$CC" -std=gnu11 -O2 -fPIE -pie -Wall -Wextra -Werror -s -o "$OUT/$client" "$client.c"
done
