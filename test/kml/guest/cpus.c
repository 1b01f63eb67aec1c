// SPDX-License-Identifier: Apache-2.0
/* Processes on the CPUs of the machine. */
#include <sched.h>
#include <unistd.h>

#include "kml.h"

#define CPUS_MAX 16

long cpus_online(void)
{
    long cpus = must(sysconf(_SC_NPROCESSORS_ONLN), "number of CPUs");
    return cpus < CPUS_MAX ? cpus : CPUS_MAX;
}

long calls_per_cpu(long calls)
{
    return (calls + cpus_online() - 1) / cpus_online();
}

void stay_on_cpu(long cpu)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    must(sched_setaffinity(0, sizeof(set), &set), "sched_setaffinity");
}

long on_every_cpu(int (*body)(void *), void *argument)
{
    pid_t pids[CPUS_MAX];
    long failed = 0;
    for (long cpu = 0; cpu < cpus_online(); cpu++)
        if ((pids[cpu] = must(fork(), "fork")) == 0) {
            stay_on_cpu(cpu);
            _exit(body(argument));
        }
    for (long cpu = 0; cpu < cpus_online(); cpu++)
        failed += reap(pids[cpu]) != 0;
    return failed;
}
