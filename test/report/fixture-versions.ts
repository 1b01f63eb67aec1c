// SPDX-License-Identifier: Apache-2.0
import type { RunSummary } from '../../harness/summary/types.js';
import { type CellParts, type MetricParts, runOf, same, scenario } from './fixture-parts.js';

const BOOT: Omit<MetricParts, 'cells'> = {
  ...{ scenario: 'boot', app: 'redis', metric: 'boot.guest', title: 'Boot' },
  ...{ unit: 'vns', direction: 'lower' },
};
const GET: Omit<MetricParts, 'cells'> = {
  ...{ scenario: 'redis', app: 'redis', metric: 'throughput.get', title: 'GET throughput' },
  ...{ unit: 'req/vs', direction: 'higher' },
};
const FLOOR: Omit<MetricParts, 'cells'> = {
  ...{ scenario: 'memory-floor', app: 'redis', metric: 'memory.floor', title: 'Smallest memory that works' },
  ...{ unit: 'MiB', direction: 'lower' },
};

const PANIC = [1, 2, 3].map((boot) => ({ boot, code: 'GUEST_PANIC', message: 'Kernel panic: no init.' }));

const cells = (...values: [system: string, value: number][]): CellParts[] =>
  values.map(([system, value]) => ({ system, values: same(value) }));

/** Three systems, two of them with two kernels; one metric that only one of them has, and one that the newer fails. */
export function twoKernels(): RunSummary {
  const run = runOf(
    'deterministic',
    [
      scenario('boot', 'Boot time'),
      scenario('redis', 'Redis over loopback', 'inside the guest over loopback'),
      scenario('memory-floor', 'Memory floor'),
    ],
    [
      {
        ...BOOT,
        cells: cells(
          ['microvm', 118.4e6],
          ['microvm@6.12', 130.24e6],
          ['lupine-redis', 24e6],
          ['lupine-redis@6.12', 30e6],
          ['lupine-redis+tiny', 23e6],
        ),
      },
      { ...BOOT, app: 'hello', cells: cells(['lupine-redis', 10e6], ['lupine-redis@6.12', 10e6]) },
      {
        ...GET,
        cells: cells(['microvm', 20000], ['lupine-redis', 25000], ['lupine-redis@6.12', 26000]),
      },
      {
        ...FLOOR,
        cells: [...cells(['lupine-redis', 21]), { system: 'lupine-redis@6.12', values: [], failures: PANIC }],
      },
    ],
  );
  return { ...run, systems: run.systems.map((one) => ({ ...one, version: versionOf(one.name) })) };
}

function versionOf(name: string): string {
  return name.includes('@6.12') ? '6.12' : '6.1';
}
