// SPDX-License-Identifier: Apache-2.0
import type { Ablation, PlannedCategory, PlannedKernel } from '../../harness/plan/ablation.js';
import type { RunSummary } from '../../harness/summary/types.js';
import { type CellParts, type MetricParts, runOf, same, scenario } from '../report/fixture-parts.js';

/** A category with so many options. */
function category(name: string, title: string, options: number): PlannedCategory {
  const names = Array.from({ length: options }, (_, index) => `${name.toUpperCase()}_${index + 1}`);
  return {
    ...{ name, title, summary: `Fixture: ${title}.`, paper: 'none' },
    options: names.map((one) => ({ name: one, from: 'n', to: 'y' })),
  };
}

const CATEGORIES = [
  category('crypto', 'Cryptography and keys', 3),
  category('hardware', 'ACPI, PCI and power management', 4),
  category('jump', 'Jump labels', 1),
];

const kernel = (name: string, parts: Partial<PlannedKernel> = {}): PlannedKernel => ({
  ...{ series: 'add', category: name, system: `small+${name}`, leftOut: [], followed: [] },
  ...parts,
});

/** Three categories between two kernels, of which one came only in part; nothing was measured. */
export const ABLATION: Ablation = {
  from: 'small',
  to: 'large',
  measures: [
    { scenario: 'image-size', app: 'hello', metric: 'image.kernel' },
    { scenario: 'redis', app: 'redis', metric: 'throughput.get' },
  ],
  kept: [{ options: [{ name: 'EXPERT', from: 'y', to: 'n' }], why: 'It is no code.' }],
  categories: CATEGORIES,
  kernels: [
    kernel('jump'),
    kernel('hardware', {
      leftOut: [
        { name: 'HARDWARE_1', needs: ['CRYPTO_1'] },
        { name: 'HARDWARE_2', needs: [] },
      ],
      followed: [{ name: 'CRYPTO_2', from: 'n', to: 'y' }],
    }),
    kernel('crypto'),
  ],
};

/** Values of the kernels of {@link ABLATION} in its two metrics; a missing one failed to boot. */
export interface Values {
  bytes?: Partial<Record<string, number>>;
  rates?: Partial<Record<string, number>>;
}

const BYTES = { small: 3e6, large: 16e6, 'small+crypto': 3.5e6, 'small+hardware': 5e6, 'small+jump': 2.9e6 };
const RATES = {
  small: 30000,
  large: 22000,
  'small+crypto': 30000,
  'small+hardware': 28000,
  'small+jump': 30300,
};

/** A run of {@link ABLATION}. */
export function ablationRun({ bytes = BYTES, rates = RATES }: Values = {}): RunSummary {
  const cells = (values: Partial<Record<string, number>>): CellParts[] =>
    Object.keys(BYTES).map((system) => {
      const value = values[system];
      const failures = [{ boot: 1, code: 'GUEST_PANIC', message: 'Kernel panic: no init' }];
      return value === undefined ? { system, values: [], failures } : { system, values: same(value, 1) };
    });
  const metrics: MetricParts[] = [
    {
      ...{ scenario: 'image-size', app: 'hello', metric: 'image.kernel', title: 'Kernel file' },
      ...{ unit: 'bytes', direction: 'lower', cells: cells(bytes) },
    },
    {
      ...{ scenario: 'redis', app: 'redis', metric: 'throughput.get', title: 'GET throughput' },
      ...{ unit: 'req/vs', direction: 'higher', cells: cells(rates) },
    },
  ];
  const scenarios = [
    scenario('image-size', 'Image size', '', 'small'),
    scenario('redis', 'Redis', '', 'small'),
  ];
  return runOf('deterministic', scenarios, metrics);
}
