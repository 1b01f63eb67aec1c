// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { compiledOnHost } from '../core/host-program.js';
import { packagePath } from '../core/paths.js';
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
  const dir = await compiledOnHost({
    label: 'guest of the KVM probe',
    sources: SOURCES.map((name) => join(FOLDER, name)),
    inputs: { rounds: SPEED_ROUNDS, tries: SPEED_TRIES },
    compile: (into, run) =>
      run([...FLAGS, '-o', join(into, 'probe.elf'), ...UNITS.map((name) => join(FOLDER, name))]),
    ...{ code: 'PROBE_GUEST', otherwise: 'use --clock deterministic', signal, gcc },
  });
  return join(dir, 'probe.elf');
}
