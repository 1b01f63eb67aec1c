#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# As the container image at its first start: make the database cluster, then serve.
set -e
bin=/usr/lib/postgresql/15/bin
$bin/initdb -D /data/cluster -A trust -U postgres --no-locale -E UTF8 -N
# It listens before it can answer; what it prints when it can is what we wait for.
exec $bin/postgres -D /data/cluster -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c log_line_prefix= 2>&1
