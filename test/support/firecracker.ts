// SPDX-License-Identifier: Apache-2.0
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { packagePath } from '../../harness/core/paths.js';
import { createFirecracker } from '../../harness/vmm/firecracker/firecracker.js';
import type { VmExit, VmSpec } from '../../harness/vmm/types.js';
import { inTemp } from './temp.js';

/** Compiles what plays Firecracker into a folder; gives its path. */
export async function firecrackerStandIn(dir: string, version = '1.16.1'): Promise<string> {
  const program = join(dir, 'firecracker');
  const source = packagePath('test', 'vmm', 'firecracker', 'stand-in.c');
  await execa('gcc', ['-O1', '-static', `-DVERSION="${version}"`, '-o', program, source]);
  return program;
}

/** A guest of the stand-in: what it prints, and how it ends. */
export interface StandInGuest {
  prints?: string | Buffer;
  /** A word of `stand-in.c`. */
  ends?: string;
  jailer?: string;
  change?: (dir: string) => Partial<VmSpec> | Promise<Partial<VmSpec>>;
}

/** Runs a guest of the stand-in in a folder of its own, and shows that folder and its end. */
export async function runStandIn<T>(
  { prints = '', ends = 'reset', jailer, change = () => ({}) }: StandInGuest,
  look: (exit: VmExit, spec: VmSpec, dir: string) => Promise<T> | T,
): Promise<T> {
  return await inTemp(async (dir) => {
    const program = await firecrackerStandIn(dir);
    const kernel = join(dir, 'vmlinux');
    await writeFile(kernel, Buffer.concat([Buffer.from('\x7fELF', 'latin1'), Buffer.from(prints)]));
    const spec: VmSpec = {
      ...{ kernel, cmdline: `quiet stand-in=${ends}`, memoryMib: 128, clock: 'wall', timeoutMs: 60_000 },
      consolePath: join(dir, 'console'),
      ...(await change(dir)),
    };
    const exit = await createFirecracker({ program, jailer }).run(spec);
    return await look(exit, spec, dir);
  });
}
