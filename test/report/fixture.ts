// SPDX-License-Identifier: Apache-2.0
import type { RunSummary } from '../../harness/summary/types.js';
import { type CellParts, type MetricParts, runOf, same, scenario } from './fixture-parts.js';
import { noisy } from '../support/random.js';

const LOOPBACK = 'inside the guest over loopback';

const SYSTEMS = ['microvm', 'lupine-redis', 'lupine-general'];

function constantCells(values: number[], boots = 3): CellParts[] {
  return SYSTEMS.map((system, index) => ({ system, values: same(values[index] ?? 0, boots) }));
}

function redis(
  metric: string,
  title: string,
  cells: CellParts[],
  unit: MetricParts['unit'] = 'req/vs',
): MetricParts {
  const direction = metric.startsWith('throughput') ? 'higher' : 'lower';
  return { scenario: 'redis', app: 'redis', metric, title, unit, direction, cells };
}

const THROUGHPUT = [
  redis('throughput.get', 'GET throughput', constantCells([20630, 25380, 24870])),
  redis('throughput.set', 'SET throughput', constantCells([19210.4, 23980.2, 23110.9])),
];

const LATENCY = [
  redis('latency.get.p50', 'GET latency, median', constantCells([2391000, 1943000, 1999000]), 'vns'),
  redis('latency.get.p99', 'GET latency, 99th percentile', constantCells([3407000, 2703000, 2831000]), 'vns'),
];

function single(
  name: string,
  metric: string,
  title: string,
  unit: MetricParts['unit'],
  values: number[],
): MetricParts {
  return {
    scenario: name,
    app: 'redis',
    metric,
    title,
    unit,
    direction: 'lower',
    cells: constantCells(values),
  };
}

const BOOT = single(
  'boot',
  'boot.guest',
  'Boot to the first instruction of main',
  'vns',
  [118.4e6, 24.9e6, 27.2e6],
);

const IMAGES = [
  single('image-size', 'image.kernel', 'Kernel (stripped vmlinux)', 'bytes', [14905344, 4012032, 4388864]),
  single('image-size', 'image.kernel_compressed', 'Kernel (bzImage)', 'bytes', [4401152, 1213440, 1327104]),
  single('image-size', 'image.rootfs', 'Root file system', 'bytes', [2596864, 2596864, 2596864]),
];

/** Three systems, five scenarios, three boots, deterministic clock. */
export function threeSystems(): RunSummary {
  return runOf(
    'deterministic',
    [
      scenario('redis', 'Redis over loopback', LOOPBACK),
      scenario('boot', 'Boot time'),
      scenario('memory-floor', 'Memory floor'),
      scenario('image-size', 'Image size'),
      scenario('options', 'Kernel options'),
    ],
    [
      ...THROUGHPUT,
      ...LATENCY,
      BOOT,
      single('memory-floor', 'memory.floor', 'Smallest memory that works', 'MiB', [29, 21, 21]),
      ...IMAGES,
      single('options', 'config.options', 'Options set to y', 'options', [833, 293, 302]),
    ],
  );
}

/** One system failed in every boot, one in one boot, and one metric lacks its baseline. */
export function withFailures(): RunSummary {
  const lost = { boot: 2, code: 'APP_NOT_READY', message: 'redis did not answer PING within 2e9 vns.' };
  const panic = (boot: number): typeof lost => ({
    boot,
    code: 'GUEST_PANIC',
    message: 'Kernel panic: no init.',
  });
  const get: CellParts[] = [
    { system: 'microvm', values: same(20630) },
    { system: 'lupine-redis', values: [25380, 25391], failures: [lost] },
    { system: 'lupine-general', values: [], failures: [1, 2, 3].map(panic) },
  ];
  const set: CellParts[] = [
    { system: 'microvm', values: [], failures: [1, 2, 3].map(panic) },
    { system: 'lupine-redis', values: same(23980, 2), failures: [lost] },
  ];
  return runOf(
    'deterministic',
    [scenario('redis', 'Redis over loopback', LOOPBACK)],
    [
      redis('throughput.get', 'GET throughput', get),
      ...LATENCY.slice(0, 1).map((metric) => ({ ...metric, cells: get.map((cell) => ({ ...cell })) })),
      redis('latency.set.p50', 'SET latency, median', set, 'vns'),
    ],
  );
}

const MANY = ['hello', 'redis', 'nginx', 'general'].flatMap((app) =>
  ['', '+kml', '+kml+tiny'].map((modifiers) => `lupine-${app}${modifiers}`),
);

/** Fourteen systems under one metric family. */
export function fourteenSystems(): RunSummary {
  const cells = (base: number, gain: number): CellParts[] =>
    ['microvm', ...MANY, 'osv'].map((system, index) => ({
      system,
      values: same(Math.round(base * (1 + gain * index))),
    }));
  return runOf(
    'deterministic',
    [scenario('redis', 'Redis over loopback', LOOPBACK)],
    [
      redis('throughput.get', 'GET throughput', cells(20630, 0.021)),
      redis('throughput.set', 'SET throughput', cells(19210, 0.018)),
    ],
  );
}

/** One system alone: nothing to compare with. */
export function singleSystem(): RunSummary {
  const boot: MetricParts = { ...BOOT, cells: [{ system: 'lupine-redis', values: same(24.9e6, 1) }] };
  return runOf('deterministic', [scenario('boot', 'Boot time', '', 'lupine-redis')], [boot]);
}

/** Wall clock, ten boots with noise that both systems of a boot share in part. */
export function wallClock(): RunSummary {
  const shared = noisy(7, 10, 0.02);
  const cells = (base: number[], seed: number): CellParts[] =>
    SYSTEMS.map((system, index) => {
      const own = noisy(seed + index, 10, 0.008);
      const values = shared.map(
        (factor, boot) => Math.round((base[index] ?? 0) * factor * (own[boot] ?? 1) * 100) / 100,
      );
      return { system, values };
    });
  const boot = { ...BOOT, unit: 'ns' as const, cells: cells([56.2e6, 23.4e6, 25.1e6], 30) };
  return runOf(
    'wall',
    [
      scenario('redis', 'Redis from the host', 'on the host over a tap device'),
      scenario('boot', 'Boot time'),
    ],
    [
      redis('throughput.get', 'GET throughput', cells([80841, 97332, 80900], 10), 'req/s'),
      redis('throughput.set', 'SET throughput', cells([79777, 96450, 94800], 20), 'req/s'),
      boot,
    ],
  );
}

/** Names and words that try to leave their place: markup, formulas, escape sequences, very long words. */
export function hostile(): RunSummary {
  const script = '<script>alert(1)</script>';
  const long = `lupine-${'very-long-application-name-'.repeat(6)}+kml+tiny`;
  const get: CellParts[] = [
    { system: 'microvm', values: same(20630) },
    { system: long, values: same(25380) },
    { system: script, values: same(1234) },
    { system: '=cmd|"/c calc"!A1', values: same(30000, 2) },
    {
      system: '\u001b[31mred\u001b[0m | `pipe` *star*',
      values: [],
      failures: [
        { boot: 1, code: `A_CODE_${'X'.repeat(90)}`, message: `${script} & "quotes" | pipe\nnew line` },
      ],
    },
  ];
  const summary = runOf(
    'deterministic',
    [{ ...scenario('__proto__', script, `"load" ${script}`), description: `</style>${script}{{notes}}` }],
    [{ ...redis('throughput.get', `GET ${script}`, get), scenario: '__proto__', app: script }],
  );
  return { ...summary, notes: [script, '</script> $& {{headline}}'], host: script };
}
