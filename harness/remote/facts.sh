# SPDX-License-Identifier: Apache-2.0
# Says what is known of this machine, a fact a line: its name, a space, its value. What cannot be read is left out. $1: a folder on
# whose disk there should be room.
say() { test -z "$2" || echo "$1 $2"; }
# Of a setting below /proc/sys dash gets no more than a character, and no end of a line.
first() { line=; { IFS= read -r line <"$1"; } 2>/dev/null; test -n "$line" && echo "$line"; }
after() { sed -n "s/^$1[^:]*: //p" /proc/cpuinfo 2>/dev/null | head -n 1; }
cpu=/sys/devices/system/cpu
say machine "$(first /etc/machine-id || uname -n)"
say kernel "$(uname -r)"
say cpu "$(after "model name")"
say microcode "$(after microcode)"
say cores "$(grep -c "^processor" /proc/cpuinfo 2>/dev/null)"
say memoryKib "$(sed -n "s/^MemTotal: *//p" /proc/meminfo | tr -cd 0-9)"
say freeKib "$(sed -n "s/^MemAvailable: *//p" /proc/meminfo | tr -cd 0-9)"
say distribution "$(sed -n "s/^PRETTY_NAME=//p" /etc/os-release 2>/dev/null | head -n 1)"
for file in "$cpu"/vulnerabilities/*; do
  if test -r "$file"; then say "mitigation.${file##*/}" "$(first "$file")"; fi
done
say smt "$(first "$cpu"/smt/control)"
say governor "$(echo $(cat "$cpu"/cpu[0-9]*/cpufreq/scaling_governor 2>/dev/null | sort -u))"
say noTurbo "$(first "$cpu"/intel_pstate/no_turbo)"
say boost "$(first "$cpu"/cpufreq/boost)"
say thp "$(first /sys/kernel/mm/transparent_hugepage/enabled)"
say ksm "$(first /sys/kernel/mm/ksm/run)"
say nmiWatchdog "$(first /proc/sys/kernel/nmi_watchdog)"
say clocksource "$(first /sys/devices/system/clocksource/clocksource0/current_clocksource)"
if grep -q "^flags.* hypervisor" /proc/cpuinfo 2>/dev/null; then
  say virtual "$(first /sys/class/dmi/id/sys_vendor || echo unknown)"
fi
say stealTicks "$(sed -n "s/^cpu  *//p" /proc/stat | cut -d " " -f 8)"
say diskKib "$(df -Pk "$1" 2>/dev/null | tail -n 1 | tr -s " " | cut -d " " -f 4)"
say time "$(date +%s)"
