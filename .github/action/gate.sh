#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Calls the gate as action.yml asks for it, in the folder of the project. Every word comes from a variable, and none is obeyed.
# exit: that of `lupine-bench gate`; 2 for a shard that is none, and where there is no commit to compare with.
set -euf
lupine() { node "$GITHUB_ACTION_PATH/dist/harness/cli/main.js" "$@"; }

# The message of a command to the runner: our own words only.
fail() {
  echo "::error title=lupine-bench::$1"
  exit 2
}

# Where and what: the same for a plan and for a gate. The words are the arguments of this script from here on.
set --
[ -z "$LUPINE_SYSTEMS" ] || set -- "$@" --system "$LUPINE_SYSTEMS"
[ -z "$LUPINE_APP" ] || set -- "$@" --app "$LUPINE_APP"
[ -z "$LUPINE_HOSTS" ] || set -- "$@" --host "$LUPINE_HOSTS"

case $LUPINE_SHARD in
  '' | */*) ;;
  *[!0-9]* | 0* | ????*) fail 'shard is neither a part such as 2/4 nor a number of parts' ;;
  *)
    # shellcheck disable=SC2086
    plan=$(lupine run "$@" --clock deterministic --dry-run --json --quiet -- $LUPINE_SCENARIOS)
    printf '%s' "$plan" | node "$GITHUB_ACTION_PATH/.github/action/matrix.mjs" "$LUPINE_SHARD" >>"$GITHUB_OUTPUT"
    exit 0
    ;;
esac

[ -z "$LUPINE_SHARD" ] || set -- "$@" --shard "$LUPINE_SHARD"
[ -z "$LUPINE_CLOCK" ] || set -- "$@" --clock "$LUPINE_CLOCK"
[ -z "$LUPINE_BUDGET" ] || set -- "$@" --max-minutes "$LUPINE_BUDGET"
[ -z "$LUPINE_FAIL_ON" ] || set -- "$@" --fail-on "$LUPINE_FAIL_ON"
for margin in $LUPINE_MARGIN; do set -- "$@" --margin "$margin"; done
# The first push of a branch names forty zeros.
case $LUPINE_BASE in
  *[!0]*) ;;
  *) fail 'there is no commit to compare with: name one as base' ;;
esac
# A checkout that the runner made as another user is still the user's. Git asks for the top of it by name.
top=$PWD
while [ ! -e "$top/.git" ] && [ "$top" != / ]; do top=$(dirname -- "$top"); done
git config --global --add safe.directory "$top"
LUPINE_COMMENT_FILE=${RUNNER_TEMP:?the runner has a folder}/lupine-bench-comment.md
rm -f "$LUPINE_COMMENT_FILE"
export LUPINE_COMMENT_FILE
echo "comment-path=$LUPINE_COMMENT_FILE" >>"$GITHUB_OUTPUT"
# shellcheck disable=SC2086
lupine gate --base "$LUPINE_BASE" --out "$LUPINE_RESULTS" --format github "$@" -- $LUPINE_SCENARIOS
