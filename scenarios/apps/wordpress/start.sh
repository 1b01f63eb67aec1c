#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A database server beside PHP's own web server; before that serves, WordPress makes its tables and its first page.
set -e
/usr/sbin/mariadbd --no-defaults --user=root --datadir=/data --skip-grant-tables --skip-networking=0 \
  --bind-address=127.0.0.1 --socket=/tmp/mariadb.sock --innodb-buffer-pool-size=16M &
/usr/bin/php8.2 -c /srv/php.ini /srv/install.php
exec /usr/bin/php8.2 -c /srv/php.ini -S 127.0.0.1:80 -t /usr/share/wordpress
