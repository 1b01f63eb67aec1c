# SPDX-License-Identifier: Apache-2.0
state=$1
if look "$2" && test "$key" = "$3"; then
  why=$(ln -s -n released "$state/beat.$2.released" 2>&1) || { echo "cannot $why"; exit 0; }
fi
echo "released"
