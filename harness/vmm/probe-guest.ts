// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from '../core/cache.js';
import { rawText } from '../core/foreign.js';
import { setupCommand } from '../core/invocation.js';
import { packagePath } from '../core/paths.js';
import { runTool } from '../core/tool.js';
import { SPEED_ROUNDS, SPEED_TRIES } from './probe-steps.js';

const FOLDER = packagePath('harness', 'vmm', 'probe-guest');
const UNITS = ['start.S', 'traps.S', 'steps.S', 'time.S'];
const SOURCES = [...UNITS, 'guest.h', 'link.ld'];

/** No library, no code but its own, and only the note by which QEMU finds the entry. */
const FLAGS = [
  ...['-nostdlib', '-static', '-no-pie', '-Wl,--build-id=none', '-T', join(FOLDER, 'link.ld')],
  ...[`-DSPEED_ROUNDS=${SPEED_ROUNDS}`, `-DSPEED_TRIES=${SPEED_TRIES}`],
];

/**
 * Path of the probe's guest: an ELF file that QEMU boots by PVH. Assembled once per state of its sources and the compiler.
 * @throws BenchError `PROBE_GUEST` (exit 3) with the compiler's words.
 */
export async function buildProbeGuest(signal?: AbortSignal, gcc = 'gcc'): Promise<string> {
  const tool = {
    code: 'PROBE_GUEST',
    next: `Install gcc and libc6-dev (\`${setupCommand()}\` does), or use --clock deterministic.`,
    signal,
  };
  const [compiler = ''] = rawText(await runTool(gcc, ['--version'], tool)).split('\n');
  const sources = await Promise.all(SOURCES.map((name) => readFile(join(FOLDER, name), 'utf8')));
  const { dir } = await cached({
    kind: 'host',
    label: 'guest of the KVM probe',
    inputs: { compiler, sources, rounds: SPEED_ROUNDS, tries: SPEED_TRIES },
    ...(signal === undefined ? {} : { signal }),
    build: async (into) => {
      const units = UNITS.map((name) => join(FOLDER, name));
      await runTool(gcc, [...FLAGS, '-o', join(into, 'probe.elf'), ...units], tool);
    },
  });
  return join(dir, 'probe.elf');
}
