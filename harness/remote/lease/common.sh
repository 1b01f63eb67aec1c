# SPDX-License-Identifier: Apache-2.0
# The lease of a host, in the folder $state:
#   lease.<n>        a symbolic link to "<owner> <token> <boot> <since> <ends>"; the highest n has the lease, and is never removed.
#   beat.<n>.<ends>  says that it was prolonged; beat.<n>.released that it was given back.
# Names are made in one step and never change, so that nobody reads half of one, and a late one takes nothing back.
# Times are hundredths of a second since the host began: its wall clock may be wrong, or set.

# $now
uptime() {
  read -r now _ </proc/uptime
  now=${now%%.*}${now#*.}
  while case "$now" in 0?*) ;; *) false ;; esac; do now=${now#0}; done
}

# $top: the highest number, 0 when there is none
highest() {
  top=0
  for link in "$state"/lease.*; do
    number=${link##*.}
    case "$number" in 0* | *[!0-9]*) continue ;; esac
    if test "$number" -gt "$top" 2>/dev/null; then top=$number; fi
  done
}

is_number() {
  case "$1" in "" | *[!0-9]*) return 1 ;; esac
}

# Reads lease $1: $who $key $life $since $ends, the last one 0 when it was given back
look() {
  target=$(readlink "$state/lease.$1") || return 1
  set -f
  set -- "$1" $target
  set +f
  who=$2 key=$3 life=$4 since=$5 ends=$6
  test $# = 6 && is_number "$since" && is_number "$ends" || return 2
  for beat in "$state/beat.$1".*; do
    later=${beat##*.}
    if test "$later" = released; then ends=0; fi
    if test "$ends" != 0 && is_number "$later" && test "$later" -gt "$ends"; then ends=$later; fi
  done
  return 0
}

# True while lease $1 with the token $2 is the highest, whatever its time says
is_ours() {
  highest
  test "$top" = "$1" && look "$1" && test "$key" = "$2"
}
