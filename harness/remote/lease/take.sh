# SPDX-License-Identifier: Apache-2.0
# Takes the lease when nobody has it, or whoever has it when $5 is "force".
state=$1 owner=$2 token=$3 ttl=$4 force=$5
why=$(mkdir -p "$state" 2>&1) || { echo "cannot $why"; exit 0; }
read -r boot </proc/sys/kernel/random/boot_id
try=0
while test "$try" -lt 100; do
  try=$((try + 1))
  # Before the beats are read: a holder trusts a beat that it made before its time was over.
  uptime
  highest
  before=none wait=0
  if test "$top" -gt 0; then
    look "$top"
    case $? in
      0) ;;
      1) continue ;;
      *)
        if test "$force" != force; then echo "damaged $top"; exit 0; fi
        life=
        ;;
    esac
    if test "$life" != "$boot"; then before=rebooted
    elif test "$ends" = 0; then before=released
    elif test "$now" -ge "$ends"; then before=expired
    elif test "$force" = force; then before=forced wait=$((ends - now))
    else
      echo "held $top $now $since $ends $who"
      exit 0
    fi
  fi
  next=$((top + 1))
  over=$((now + ttl))
  if ! why=$(ln -s -n "$owner $token $boot $now $over" "$state/lease.$next" 2>&1); then
    if test -h "$state/lease.$next"; then continue; fi
    highest
    if test "$top" -ge "$next"; then continue; fi
    echo "cannot $why"
    exit 0
  fi
  # A number that was free because it had been cleaned away is lower than another one.
  highest
  if test "$top" != "$next"; then
    rm -f "$state/lease.$next"
    continue
  fi
  uptime
  if test "$now" -ge "$over"; then continue; fi
  # Some are kept: whoever reads the folder meanwhile finds the highest, or a later one.
  for file in "$state"/lease.* "$state"/beat.*; do
    number=${file##*/}
    number=${number#*.}
    number=${number%%.*}
    if is_number "$number" && test "$number" -lt $((next - 16)); then rm -f "$file"; fi
  done
  echo "taken $next $over $wait $before ${who:-nobody}"
  exit 0
done
echo busy
