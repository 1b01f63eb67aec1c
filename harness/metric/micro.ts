// SPDX-License-Identifier: Apache-2.0

/** System calls whose price is measured, by the name that their metrics have, in words. */
export const CALLS = {
  null: 'getppid()',
  read: 'read() of one byte of /dev/zero',
  write: 'write() of one byte to /dev/null',
  pipe: 'write() of one byte to a pipe and read() of it',
} as const;

/** How a call is made: through the C library, or by the syscall instruction. */
export type Way = 'libc' | 'trap';

const WAYS: Record<Way, string> = {
  libc: 'through the C library: by a near call where the kernel offers one (AT_SYSINFO), else by the syscall instruction',
  trap: 'by the syscall instruction, whatever the kernel offers',
};

/** Metric of a call that is made in a way, e.g. `syscall.null_trap`. */
export function callMetric(call: string, way: Way): string {
  return `syscall.${call}${way === 'trap' ? '_trap' : ''}`;
}

/** Instructions of work between two calls: none, then two steps to each power of ten. */
export const WORKS: readonly number[] = [
  0, 10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000, 300_000, 1_000_000,
];

/** Metric of a piece of work and one call, e.g. `kml_fades.300`. */
export function fadesMetric(work: number): string {
  return `kml_fades.${work}`;
}

/** What each of these metrics is, by name. */
export const microDefinitions: Readonly<Record<string, string>> = Object.fromEntries<string>([
  ...Object.entries(CALLS).flatMap(([call, words]) =>
    (['libc', 'trap'] as const).map((way): [string, string] => [
      callMetric(call, way),
      `time of ${words}, ${WAYS[way]}; mean of all rounds by the time stamp counter, the empty loop taken off, to a thousandth.`,
    ]),
  ),
  ...WORKS.map((work): [string, string] => [
    fadesMetric(work),
    `time of ${work} instructions of work and one getppid() ${WAYS.libc}; mean of all rounds by the time stamp counter, to a thousandth.`,
  ]),
]);
