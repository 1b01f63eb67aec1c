// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { compiledOnHost } from '../../harness/core/host-program.js';
import { packagePath } from '../../harness/core/paths.js';

const FOLDER = packagePath('test', 'support', 'playing-guest');
const LINK = packagePath('harness', 'vmm', 'probe-guest', 'link.ld');
const FLAGS = ['-nostdlib', '-static', '-no-pie', '-Wl,--build-id=none', '-T', LINK];

/** Path of a guest that plays endings, as its command line asks: see `playing-guest/guest.S`. */
export async function playingGuest(): Promise<string> {
  const source = join(FOLDER, 'guest.S');
  const dir = await compiledOnHost({
    ...{ label: 'guest that plays endings', sources: [source, LINK], inputs: {} },
    compile: (into, run) => run([...FLAGS, '-o', join(into, 'playing.elf'), source]),
    ...{ code: 'PLAYING_GUEST', otherwise: 'leave these tests out' },
  });
  return join(dir, 'playing.elf');
}

/** Path of a guest that plays OSv, with a slot for its files: see `tiny-osv/guest.S`. */
export async function playingOsv(): Promise<string> {
  const source = packagePath('test', 'support', 'tiny-osv', 'guest.S');
  const dir = await compiledOnHost({
    ...{ label: 'guest that plays OSv', sources: [source, LINK], inputs: {} },
    compile: (into, run) => run([...FLAGS, '-o', join(into, 'osv.elf'), source]),
    ...{ code: 'PLAYING_GUEST', otherwise: 'leave these tests out' },
  });
  return join(dir, 'osv.elf');
}
