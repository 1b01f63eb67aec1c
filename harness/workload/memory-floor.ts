// SPDX-License-Identifier: Apache-2.0
import { declareWorkload } from './types.js';

/** `memory-floor`: the smallest memory with which the app passes its functional check. */
export const memoryFloor = declareWorkload({
  name: 'memory-floor',
  kind: 'search',
  purpose: 'check',
  parameters: {
    resolution_mib: {
      label: 'resolution in MiB',
      summary: 'Smallest step that is told apart, in MiB.',
      ...{ minimum: 1, maximum: 1024, default: 1 },
    },
    ceiling_mib: {
      label: 'ceiling in MiB',
      summary: 'Memory that is surely enough, in MiB; the search starts below it.',
      ...{ minimum: 2, maximum: 1_048_576, default: 128 },
    },
    // A memory with which half of the boots work is taken for too little in 1 search of 1,000; one in four, in 56.
    failing_boots: {
      label: 'failing boots below the floor',
      summary: 'Boots in which the step below the floor must fail.',
      ...{ minimum: 1, maximum: 1000, default: 10 },
    },
  },
  metrics: {
    'memory.floor': {
      title: 'Smallest memory that works',
      definition:
        'smallest guest memory with which the app passes its functional check; the step below is verified to fail in as many boots as the scenario says (one, when that comes to nothing until its time is over), steps above to pass.',
      unit: 'MiB',
      direction: 'lower',
    },
  },
  expectedSeconds: 25,
});
