#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# nginx without rewrite and gzip, whose libraries (pcre2, zlib) the page that is served does not need. Paths as in
# Debian's package.
set -eu
./configure --with-cc="$CC" --with-cc-opt=-O2 --with-ld-opt='-static -s' \
  --prefix=/usr/share/nginx --sbin-path=/usr/sbin/nginx --conf-path=/etc/nginx/nginx.conf \
  --error-log-path=stderr --pid-path=/run/nginx.pid --lock-path=/run/nginx.lock \
  --without-http_rewrite_module --without-http_gzip_module
make -j"$JOBS"
cp objs/nginx "$OUT/nginx"
