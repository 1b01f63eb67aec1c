// SPDX-License-Identifier: Apache-2.0
import { ownValue } from '../../../core/own.js';
import { subsystemOf } from '../../../profile/subsystem.js';
import type { CallNode, CodeFunction } from '../../../profile/types.js';
import type { Change } from '../../../profile/diff/types.js';

/** Colours of functions, with what they stand for, in the order of a legend. */
export const COLOURS: Readonly<Record<string, string>> = {
  event: 'a task, a system call or an interrupt',
  arch: 'kernel: processor',
  entry: 'kernel: entry and exit',
  mm: 'kernel: memory',
  fs: 'kernel: files',
  net: 'kernel: network',
  security: 'kernel: security hooks',
  kernel: 'kernel: processes, timers, interrupts',
  drivers: 'kernel: devices',
  lib: 'kernel: helpers',
  init: 'kernel: start',
  linux: 'kernel',
  program: 'program',
  library: 'library',
  firmware: 'firmware',
  more: 'several narrow ones',
};

/** Folders of the kernel that share a colour. */
const FOLDERS: Readonly<Record<string, string>> = {
  ...{ arch: 'arch', mm: 'mm', fs: 'fs', net: 'net', security: 'security', kernel: 'kernel' },
  ...{ block: 'drivers', drivers: 'drivers', lib: 'lib', crypto: 'lib', init: 'init', io_uring: 'fs' },
};

/** The colour of a place in a call tree. */
export function colourOf(kind: CallNode['kind'], code: CodeFunction | undefined): string {
  if (code === undefined || kind === 'phase' || kind === 'task') return 'event';
  if (code.kernel) {
    const subsystem = subsystemOf(code);
    if (subsystem.endsWith('/entry')) return 'entry';
    const [top = ''] = subsystem.split('/');
    return ownValue(FOLDERS, top) ?? 'linux';
  }
  if (code.object.startsWith('[')) return 'firmware';
  return /\.so(?:\.[\d.]+)?$/.test(code.object) ? 'library' : 'program';
}

/** How far apart two sides must be for each step of red or blue: less than the first is no change. */
const STEPS = [0.005, 0.05, 0.15, 0.35, 0.75];

/** The colour of a change: `grew1` to `grew5`, `shrank1` to `shrank5`, or `same`. */
export function changeColour({ before, after }: Pick<Change, 'before' | 'after'>): string {
  const all = before + after;
  const share = all === 0 ? 0 : (after - before) / all;
  const step = STEPS.filter((least) => Math.abs(share) >= least).length;
  return step === 0 ? 'same' : `${share > 0 ? 'grew' : 'shrank'}${step}`;
}

/** Colours of changes, with what they stand for, in the order of a legend. */
export const CHANGE_COLOURS: Readonly<Record<string, string>> = {
  shrank5: 'only before, or nearly',
  shrank3: 'less',
  same: 'the same',
  grew3: 'more',
  grew5: 'only after, or nearly',
  more: 'several narrow ones',
};
