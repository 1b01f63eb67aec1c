// SPDX-License-Identifier: Apache-2.0

/** Titles by the first word of a metric's name; unknown families are titled by that word. */
const TITLES = new Map(
  Object.entries({
    boot: 'Boot',
    bw: 'Bandwidth (lmbench)',
    config: 'Kernel options',
    image: 'Image size',
    lat: 'Latency (lmbench)',
    latency: 'Latency',
    memory: 'Memory',
    kml_fades: 'Kernel mode against work between two calls',
    requests: 'Failed requests',
    syscall: 'System calls',
    throughput: 'Throughput',
  }),
);

/** Metrics with the same first word are shown in one chart. */
export function familyId(metric: string): string {
  return metric.split('.')[0] ?? metric;
}

/** What the reader sees above a chart. */
export function familyTitle(id: string): string {
  return TITLES.get(id) ?? id.charAt(0).toUpperCase() + id.slice(1);
}
