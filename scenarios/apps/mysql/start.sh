#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# As the container at its first start: make the system tables, serve, then use it by the image's own client.
set -e
/usr/sbin/mysqld --no-defaults --user=root --datadir=/data --initialize-insecure
/usr/sbin/mysqld --no-defaults --user=root --datadir=/data --bind-address=127.0.0.1 --port=3306 \
  --socket=/tmp/mysql.sock --mysqlx=OFF &
server=$!
client='/usr/bin/mysql --no-defaults --user=root --socket=/tmp/mysql.sock --skip-column-names'
until $client --execute 'SELECT 1' >/dev/null 2>&1; do sleep 0.2; done
$client --execute 'CREATE DATABASE lupine'
$client --execute 'CREATE TABLE lupine.squares ENGINE=InnoDB WITH RECURSIVE seq (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM seq WHERE n < 100) SELECT n, n * n AS square FROM seq'
# Over a new connection.
$client --execute 'SELECT SUM(square) FROM lupine.squares WHERE n > 50'
wait $server
