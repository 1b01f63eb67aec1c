// SPDX-License-Identifier: Apache-2.0
import type { HostLoadName, ScenarioParameters, WorkloadName } from './types.js';

/** Which parameters each workload reads. */
export const workloadParameters: Record<WorkloadName, readonly (keyof ScenarioParameters)[]> = {
  boot: [],
  'image-size': [],
  'kml-fades': ['rounds'],
  lmbench: ['repetitions'],
  'memory-floor': ['resolution_mib', 'ceiling_mib', 'failing_boots'],
  nginx: ['requests', 'clients'],
  'nginx-wrk': ['clients', 'seconds'],
  redis: ['requests', 'clients', 'value_bytes', 'pipeline'],
  syscall: ['rounds'],
};

/** Workloads whose load generator may run on the host. */
export const hostLoads: readonly HostLoadName[] = ['nginx', 'nginx-wrk', 'redis'];
