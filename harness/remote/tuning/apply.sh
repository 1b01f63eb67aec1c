# SPDX-License-Identifier: Apache-2.0
# Standard input: lines of "<what> <files below the root> <value>".
root=$1 state=$2 number=$3 token=$4 sudo=$5
mine=$number
ours() {
  highest
  test "$top" = "$mine" && return 0
  echo "lost"
  exit 0
}
if ! is_ours "$mine" "$token"; then echo "lost"; exit 0; fi
journal=$state/tuning.$mine
if test -e "$journal"; then echo "journal"; exit 0; fi
read -r boot </proc/sys/kernel/random/boot_id
wanted=$(cat)
lines="boot $boot$nl"
isolation=no
while read -r what glob value; do
  if test "$what" = isolateCpus; then
    if ! has_cpuset cgroup.controllers; then
      echo "why $what - this host has no cpuset in cgroup v2"
      continue
    fi
    isolation=yes
    if ! has_cpuset cgroup.subtree_control; then lines="${lines}controller - -$nl"; fi
    lines="${lines}group - -$nl"
    continue
  fi
  for file in "$root"/$glob; do
    test -f "$file" || continue
    path=${file#"$root"/}
    allowed "$path" || continue
    if current "$path"; then
      lines="${lines}value $path $now$nl"
      echo "was $what $path $now"
    else
      echo "why $what $path it cannot be read"
    fi
  done
done <<END
$wanted
END
lines="${lines}end - -"
new=$state/tuning-$mine.$$
why=$({ set -C; printf "%s" "$lines" >"$new"; } 2>&1)
if test "$(cat "$new" 2>/dev/null)" != "$lines"; then
  rm -f "$new"
  echo "cannot $why"
  exit 0
fi
sync -f "$new" 2>/dev/null || sync
why=$(mv "$new" "$journal" 2>&1) || { echo "cannot $why"; exit 0; }
sync -f "$journal" 2>/dev/null || sync
while read -r what glob value; do
  if test "$what" = isolateCpus; then
    if test "$isolation" = no; then continue; fi
    ours
    if ! has_cpuset cgroup.subtree_control; then put sys/fs/cgroup/cgroup.subtree_control +cpuset; fi
    if ! test -d "$root/$group"; then folder mkdir; fi
    if ! test -d "$root/$group"; then echo "why $what - $why"; continue; fi
    put "$group/cpuset.cpus" "$value"
    said=$why
    put "$group/cpuset.cpus.partition" isolated
    current "$group/cpuset.cpus.partition"
    if test "$now" != isolated; then put "$group/cpuset.cpus.partition" root; fi
    current "$group/cpuset.cpus.partition"
    case "$now" in isolated | root) ;; *) echo "why $what - ${said:-$now}" ;; esac
    current "$group/cpuset.cpus"
    echo "now $what $group/cpuset.cpus $now"
    continue
  fi
  for file in "$root"/$glob; do
    test -f "$file" || continue
    path=${file#"$root"/}
    case "$lines" in *"${nl}value $path "*) ;; *) echo "why $what $path it was not there before"; continue ;; esac
    current "$path"
    why=
    if test "$now" != "$value"; then
      ours
      put "$path" "$value"
      current "$path"
    fi
    if test "$now" != "$value"; then echo "why $what $path $why"; fi
    echo "now $what $path $now"
  done
done <<END
$wanted
END
echo "done"
