# SPDX-License-Identifier: Apache-2.0
# Prolongs lease $2, whose holder knows that it has it until $5.
state=$1 number=$2 token=$3 ttl=$4 known=$5
mine=$number
if ! is_ours "$mine" "$token"; then
  who=
  if test "$top" -gt "$mine" && look "$top"; then :; fi
  echo "lost $who"
  exit 0
fi
uptime
later=$((now + ttl))
if test "$now" -ge "$known"; then echo "late"; exit 0; fi
if ! why=$(ln -s -n beat "$state/beat.$mine.$later" 2>&1) && ! test -h "$state/beat.$mine.$later"; then
  echo "cannot $why"
  exit 0
fi
# Whoever takes it over reads the clock first and the beats then: a beat made in time is seen.
uptime
if test "$now" -ge "$known"; then echo "late"; exit 0; fi
highest
if test "$top" != "$mine"; then look "$top"; echo "lost $who"; exit 0; fi
echo "kept $later"
# All but the latest: one who reads the folder meanwhile finds this one or the one before.
for beat in "$state/beat.$mine".*; do
  ends=${beat##*.}
  if is_number "$ends" && test "$ends" -lt "$known"; then rm -f "$beat"; fi
done
