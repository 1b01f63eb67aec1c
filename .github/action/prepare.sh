#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs what the action needs, and says where its cache is and which version of it makes one.
# writes: cache, version to GITHUB_OUTPUT. exit: that of `make`.
set -eu
make -C "${GITHUB_ACTION_PATH:?the folder of the action}" setup dist/.built
# In a container the home folder belongs to another user, and what others could change is not used as a cache.
if [ "$(id -u)" = 0 ]; then cache=/var/cache/lupine-bench; else cache=${XDG_CACHE_HOME:-$HOME/.cache}/lupine-bench; fi
version=$(cd "$GITHUB_ACTION_PATH" && cat package.json package-lock.json | sha256sum | cut -c 1-16)
{
  echo "cache=$cache"
  echo "version=$version"
} >>"$GITHUB_OUTPUT"
