#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The micro benchmark of system calls.
set -eu
"$CC" -std=gnu11 -O2 -Wall -Wextra -Werror -static -s -o "$OUT/micro" ./*.c ./*.S
