# SPDX-License-Identifier: Apache-2.0
# Ends what a holder left running below the folder $1, and removes what it left there: <boots>/<name>/pid has the number of a keeper, and
# when it began. Only the one who has the lease may do that: nobody else boots here.
boots=$(cd "$1" 2>/dev/null && pwd -P) || exit 0

# Reads process $1: $group $session $terminal $began
process() {
  stat=
  while read -r part; do stat="$stat $part"; done 2>/dev/null <"/proc/$1/stat"
  # The name, in parentheses, may have any character.
  case "$stat" in *") "*) ;; *) return 1 ;; esac
  set -f
  set -- ${stat##*") "}
  set +f
  group=$3 session=$4 terminal=$5 began=${20}
  test "$1" != Z
}

# $keepers: those that are recorded and run
recorded() {
  keepers=
  for file in "$boots"/*/pid; do
    pid= start=
    { read -r pid start <"$file"; } 2>/dev/null
    case "$pid$start" in "" | *[!0-9]*) continue ;; esac
    case "$pid" in "" | 0* | 1) continue ;; esac
    if process "$pid" && test "$began" = "$start"; then keepers="$keepers $pid"; fi
  done
}

# $left: those of them, what is in the session of one, and what has no terminal and a folder of a boot as its own
leftovers() {
  left=
  for pid in $(ls -ld /proc/[0-9]*/cwd 2>/dev/null | while read -r line; do
    case "$line" in *" /proc/"*"/cwd -> $boots/"*) line=${line#*" /proc/"}; echo "${line%%/*}" ;; esac
  done); do
    case "$pid" in *[!0-9]*) continue ;; esac
    # A folder of somebody else may have a name that looks like another line.
    case "$(readlink "/proc/$pid/cwd")" in "$boots"/*) ;; *) continue ;; esac
    if process "$pid" && test "$terminal" = 0; then
      left="$left $pid"
      # A keeper that nobody recorded: it leads a session
      if test "$session" = "$pid"; then known="$known $pid"; fi
    fi
  done
  if test -z "$known"; then return 0; fi
  for entry in /proc/[0-9]*; do
    pid=${entry##*/}
    case " $left " in *" $pid "*) continue ;; esac
    process "$pid" || continue
    case " $known " in *" $pid "* | *" $session "* | *" $group "*) left="$left $pid" ;; esac
  done
}

# Nobody asks any more for what such a boot has said.
remove() {
  for folder in "$boots"/*; do
    if test -d "$folder" && ! test -L "$folder"; then rm -rf "$folder"; fi
  done
}

recorded
known=$keepers
leftovers
if test -z "$left"; then
  remove
  exit 0
fi
first=$left
asked=$known
if test -n "$asked"; then kill -TERM $asked 2>/dev/null; fi
round=0
while test "$round" -lt 60; do
  # A keeper that is asked to end gets two seconds for it.
  if test "$round" -ge 20 || test -z "$asked"; then kill -KILL $left 2>/dev/null; fi
  sleep 0.1 2>/dev/null || sleep 1
  round=$((round + 1))
  leftovers
  if test -z "$left"; then break; fi
done
for pid in $first; do echo "reaped $pid"; done
for pid in $left; do echo "left $pid"; done
if test -z "$left"; then remove; fi
