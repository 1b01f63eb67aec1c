#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The small client of Redis, with the C library of the distribution, as the Redis beside it.
set -eu
"$CC" -std=gnu11 -O2 -fPIE -pie -Wall -Wextra -Werror -s -o "$OUT/redis-client" redis-client.c
