// SPDX-License-Identifier: Apache-2.0
import type { ScenarioParameters, WorkloadName } from './types.js';

/** Which parameters each workload reads. */
export const workloadParameters: Record<WorkloadName, readonly (keyof ScenarioParameters)[]> = {
  boot: [],
  'image-size': [],
  'memory-floor': ['resolution_mib', 'ceiling_mib'],
  redis: ['requests', 'clients', 'value_bytes'],
};
