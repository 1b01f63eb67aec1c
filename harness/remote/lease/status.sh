# SPDX-License-Identifier: Apache-2.0
state=$1
read -r boot </proc/sys/kernel/random/boot_id
try=0
while test "$try" -lt 100; do
  try=$((try + 1))
  uptime
  highest
  if test "$top" = 0; then echo "free"; exit 0; fi
  look "$top"
  case $? in
    0) ;;
    1) continue ;;
    *) echo "damaged $top"; exit 0 ;;
  esac
  if test "$life" != "$boot" || test "$now" -ge "$ends"; then echo "free"; exit 0; fi
  echo "held $top $now $since $ends $who"
  exit 0
done
echo busy
