# SPDX-License-Identifier: Apache-2.0
# Settings of the kernel below $root. A journal, $state/tuning.<number of the lease>, has what they were:
#   boot <id> | value <path> <old> | controller - - | group - -

nl="
"
group=sys/fs/cgroup/lupine-bench

# What may be written at all, whoever asks
allowed() {
  case "$1" in *..* | *[!A-Za-z0-9_/.-]*) return 1 ;; esac
  case "$1" in sys/devices/system/cpu/smt/control) return 0 ;; esac
  case "$1" in sys/devices/system/cpu/intel_pstate/no_turbo | sys/devices/system/cpu/cpufreq/boost) return 0 ;; esac
  case "$1" in sys/devices/system/cpu/cpufreq/policy*/scaling_governor) return 0 ;; esac
  case "$1" in sys/kernel/mm/transparent_hugepage/enabled | sys/kernel/mm/ksm/run) return 0 ;; esac
  case "$1" in proc/sys/kernel/nmi_watchdog | proc/irq/*/smp_affinity_list) return 0 ;; esac
  return 1
}

# $now: what a file says; of several words the one in brackets
current() {
  now=
  { read -r now <"$root/$1"; } 2>/dev/null
  case "$now" in *"["*"]"*) now=${now#*"["}; now=${now%%"]"*} ;; esac
  test -n "$now"
}

# Writes $2 into the file $1; $why says what went wrong
put() {
  if test "$sudo" = sudo && ! test -w "$root/$1"; then
    why=$(printf "%s" "$2" | sudo -n tee "$root/$1" 2>&1 >/dev/null)
  else
    why=$({ printf "%s" "$2" >"$root/$1"; } 2>&1)
  fi
  # The reason is last: "tee: /sys/...: Invalid argument"
  why=${why##*": "}
}

# Runs mkdir or rmdir
folder() {
  if test "$sudo" = sudo; then
    why=$(sudo -n "$1" "$root/$group" 2>&1 </dev/null)
  else
    why=$("$1" "$root/$group" 2>&1)
  fi
  why=${why##*": "}
}

has_cpuset() {
  current "sys/fs/cgroup/$1"
  case " $now " in *" cpuset "*) return 0 ;; esac
  return 1
}
