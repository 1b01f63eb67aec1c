#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Calls the gate as action.yml asks for it, in the folder of the project. Every word comes from a variable, and none is obeyed.
# exit: that of `lupine-bench gate`.
set -euf
set -- --base "${LUPINE_BASE:?the commit to compare with}" --out "$LUPINE_RESULTS" --format github
[ -z "$LUPINE_SYSTEM" ] || set -- "$@" --system "$LUPINE_SYSTEM"
[ -z "$LUPINE_APP" ] || set -- "$@" --app "$LUPINE_APP"
for margin in $LUPINE_MARGIN; do set -- "$@" --margin "$margin"; done
# A checkout that the runner made as another user is still the user's. Git asks for the top of it by name.
top=$PWD
while [ ! -e "$top/.git" ] && [ "$top" != / ]; do top=$(dirname -- "$top"); done
git config --global --add safe.directory "$top"
# shellcheck disable=SC2086
exec node "$LUPINE_ACTION/dist/harness/cli/main.js" gate "$@" -- $LUPINE_SCENARIOS
