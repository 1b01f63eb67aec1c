# SPDX-License-Identifier: Apache-2.0
# Puts back what the journals in $state say, the latest first: what was before the first of them is there in the end.
root=$1 state=$2 number=$3 token=$4 sudo=$5
mine=$number
ours() {
  highest
  test "$top" = "$mine" && return 0
  echo "lost"
  exit 0
}
if ! is_ours "$mine" "$token"; then echo "lost"; exit 0; fi
read -r boot </proc/sys/kernel/random/boot_id
rm -f "$state"/tuning-*

# A value that is there already is not written: nobody may need the right to.
value() {
  if ! allowed "$1"; then bad=yes; echo "left $1 is nothing that is tuned"; return 0; fi
  if ! test -e "$root/$1"; then return 0; fi
  current "$1"
  if test "$now" = "$2"; then return 0; fi
  ours
  put "$1" "$2"
  current "$1"
  if test "$now" = "$2"; then echo "restored $1 $2"; return 0; fi
  bad=yes
  echo "left $1 is $now and was $2: $why"
}

ungroup() {
  if ! test -d "$root/$group"; then return 0; fi
  ours
  put "$group/cpuset.cpus.partition" member
  members=
  while read -r pid; do members="$members $pid"; done 2>/dev/null <"$root/$group/cgroup.procs"
  for pid in $members; do put sys/fs/cgroup/cgroup.procs "$pid"; done
  folder rmdir
  if ! test -d "$root/$group"; then echo "restored $group"; return 0; fi
  bad=yes
  echo "left $group is still there: $why"
}

below=
while true; do
  pick=0
  for file in "$state"/tuning.*; do
    n=${file##*.}
    is_number "$n" || continue
    if test "$n" -gt "$pick" && { test -z "$below" || test "$n" -lt "$below"; }; then pick=$n; fi
  done
  if test "$pick" = 0; then break; fi
  below=$pick
  journal=$state/tuning.$pick
  reverse=
  bad=no
  life=
  while read -r kind path old; do
    if test "$kind" = boot; then life=$path; fi
    reverse="$kind $path $old$nl$reverse"
  done <"$journal"
  # The settings of a life of the host before this one are gone with it.
  if test "$life" = "$boot"; then
    while read -r kind path old; do
      if test "$kind" = value; then value "$path" "$old"; fi
      if test "$kind" = group; then ungroup; fi
      if test "$kind" = controller; then ours; put sys/fs/cgroup/cgroup.subtree_control -cpuset; fi
    done <<END
$reverse
END
  fi
  if test "$bad" = no; then rm -f "$journal"; fi
done
echo "done"
