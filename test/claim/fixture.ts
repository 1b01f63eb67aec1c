// SPDX-License-Identifier: Apache-2.0
import type { Unit } from '../../harness/metric/types.js';
import type { RunSummary } from '../../harness/summary/types.js';
import { type MetricParts, runOf, same, scenario } from '../report/fixture-parts.js';

/** As the catalogue does it: the apps that are linked with musl use the kernel of the app without. */
export const nameFor = (pattern: string, app: string): string =>
  pattern.replaceAll('<app>', app.replace('-musl', ''));

function metric(where: string, unit: Unit, values: Record<string, number>): MetricParts {
  const [name = '', app = '', id = ''] = where.split(' ');
  const direction = unit.startsWith('req') ? ('higher' as const) : ('lower' as const);
  const cells = Object.entries(values).map(([system, value]) => ({ system, values: same(value) }));
  return { scenario: name, app, metric: id, title: id, unit, direction, cells };
}

/** Metrics that every claim with checks needs, as this harness might measure them; not a measurement. */
export const METRICS: readonly MetricParts[] = [
  metric('image-size hello image.kernel_stripped', 'bytes', {
    ...{ microvm: 20e6, 'lupine-hello': 5.5e6, 'lupine-general': 5.8e6, 'lupine-hello+tiny': 5.1e6 },
  }),
  metric('image-size hello image.kernel', 'bytes', {
    ...{ microvm: 16.1e6, 'lupine-hello': 2.6e6, 'lupine-general': 3.3e6, 'lupine-hello+tiny': 2.4e6 },
  }),
  metric('image-size hello config.options', 'options', {
    ...{ microvm: 1100, 'lupine-base': 360, 'lupine-general': 426 },
  }),
  metric('boot hello boot.guest', 'vns', {
    ...{
      microvm: 400e6,
      'microvm+notests': 120e6,
      'lupine-hello': 40e6,
      'lupine-general': 41e6,
      'lupine-hello+tiny': 40.1e6,
    },
  }),
  metric('memory-floor hello memory.floor', 'MiB', { microvm: 30, 'lupine-hello': 12 }),
  metric('memory-floor redis memory.floor', 'MiB', { microvm: 41, 'lupine-redis': 19 }),
  metric('apps-memory nginx memory.floor', 'MiB', { microvm: 41, 'lupine-nginx': 18 }),
  metric('syscall micro syscall.null', 'vns', { 'lupine-base': 183.045, 'lupine-base+kml': 103 }),
  metric('lmbench lmbench syscall.null', 'vns', { microvm: 310, 'lupine-lmbench': 183 }),
  ...['get', 'set'].flatMap((name) => [
    metric(`kml-redis redis-musl throughput.${name}`, 'req/vs', {
      'lupine-redis': 28902,
      'lupine-redis+kml': 29412,
    }),
    metric(`redis redis throughput.${name}`, 'req/vs', {
      ...{ microvm: 20000, 'lupine-redis': 26000, 'lupine-general': 25800, 'lupine-redis+tiny': 25700 },
    }),
  ]),
  ...['conn', 'sess'].flatMap((name) => [
    metric(`kml-nginx nginx-musl throughput.${name}`, 'req/vs', {
      'lupine-nginx': 6299.8,
      'lupine-nginx+kml': 6438.7,
    }),
    metric(`nginx nginx throughput.${name}`, 'req/vs', {
      microvm: 5200,
      'lupine-nginx': 6300,
      'lupine-general': 5900,
    }),
  ]),
];

/** A run with these metrics. */
export function claimsRun(metrics: readonly MetricParts[] = METRICS): RunSummary {
  const names = [...new Set(metrics.map((one) => one.scenario))];
  return runOf(
    'deterministic',
    names.map((name) => scenario(name, name)),
    [...metrics],
  );
}
