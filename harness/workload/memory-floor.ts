// SPDX-License-Identifier: Apache-2.0
import type { Workload } from './types.js';

/** `memory-floor`: the smallest memory with which the app passes its functional check. */
export const memoryFloor: Workload = {
  kind: 'search',
  purpose: 'check',
  metrics: ['memory.floor'],
  load: '',
  expectedSeconds: 25,
  clients: () => [],
};
