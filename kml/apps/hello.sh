#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The hello app as an ordinary program of the C library.
set -eu
"$CC" -std=gnu11 -Os -Wall -Wextra -Werror -static -s -o "$OUT/hello-musl" hello.c
