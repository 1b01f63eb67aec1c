// SPDX-License-Identifier: Apache-2.0
import { CHANGES, type InjectedChange } from '../changes.js';

/** A commit that makes something worse, and what a gate must say of it. */
export interface Regression {
  name: string;
  /**
   * Metrics that must be red. Written down before the first gate, with the profiles of the patched kernels known; where a change was
   * corrected afterwards, its entry says so.
   */
  metrics: readonly string[];
  /** Metrics that may be red too: sizes that a change of code may move over a page. */
  also?: readonly string[];
  /** Names of the function that must come first; none where the change is not one of code. */
  functions: readonly string[];
  /** Scenarios that are gated; boot and image-size when missing. */
  scenarios?: readonly string[];
  how:
    | InjectedChange['how']
    /** A file of so many bytes beside the app's program. */
    | { kind: 'library'; bytes: number }
    /** A kernel that the program builds from the project's fragment. */
    | { kind: 'fragment'; text: string };
}

/** Metrics of the boot and, where nothing else is said, of a change before PID 1. */
const BOTH = ['boot.guest', 'boot.ready'] as const;

/** Sizes that depend on the code of the kernel. */
const SIZES = ['image.kernel', 'image.kernel_stripped', 'image.kernel_compressed'] as const;

/** What the changes of the other evaluation make worse, where it is not the whole boot. */
const BEHIND_INIT = new Set(['library-calls', 'loop-in-app', 'loop-vfs-write']);

/** Changes to PID 1 are changes of this program, and a gate measures both sides with one. */
const injected = CHANGES.filter(({ how }) => how.kind !== 'guest patch').map(
  ({ name, expected, how }): Regression => ({
    ...{ name, functions: expected, how, also: SIZES },
    metrics: [
      ...(BEHIND_INIT.has(name) ? ['boot.ready'] : BOTH),
      ...(how.kind === 'kernel options' ? ['config.options'] : []),
    ],
  }),
);

const app = (name: string, define: string, ...functions: string[]): Regression => ({
  ...{ name, functions, metrics: ['boot.ready'] },
  how: { kind: 'app', defines: [define] },
});

const option = (name: string): Regression => ({
  ...{ name: `option-${name.toLowerCase().replace(/_/g, '-')}`, functions: [], also: SIZES },
  metrics: ['config.options'],
  how: { kind: 'kernel options', options: { [name]: 'y' }, cmdline: 'quiet' },
});

/** All of them. */
export const REGRESSIONS: readonly Regression[] = [
  ...injected,
  // Four instructions a round: 10,440 of 10.4 million.
  app('one-per-mille', 'ROUNDS=2620', 'own_loop'),
  app('more-calls', 'ASKS=2000', 'entry_SYSCALL_64', '__x64_sys_getppid', 'do_syscall_64'),
  {
    ...{ name: 'bigger-program', functions: [], metrics: ['image.rootfs', ...BOTH] },
    how: { kind: 'app', defines: ['DATA=100000'] },
  },
  {
    ...{ name: 'library-added', functions: [], metrics: ['image.rootfs', ...BOTH] },
    how: { kind: 'library', bytes: 150_000 },
  },
  // Written down with 4 MiB first; but the least memory in which this kernel comes up has more than that to spare.
  {
    ...{ name: 'more-memory', functions: [], metrics: ['memory.floor'], scenarios: ['memory-floor'] },
    how: { kind: 'app', defines: ['MEMORY=16777216'] },
  },
  option('MEMTEST'),
  option('PAGE_POISONING'),
  {
    ...{ name: 'option-built', functions: [], metrics: ['config.options'], also: [...SIZES, ...BOTH] },
    how: { kind: 'fragment', text: 'CONFIG_PRINTK_TIME=y\n' },
  },
];
