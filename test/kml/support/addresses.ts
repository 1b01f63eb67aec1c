// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { bootQuietly, passedLines } from './commands.js';
import type { TestKernel } from './kernels.js';

const NAME_AND_ADDRESS = /^(\w+) ([0-9a-f]+)$/;

/** Where things are; the same in every boot. */
export interface Addresses {
  /** The beginning of the load. */
  load: bigint;
  /** By the kernel's names, and `near call`. */
  entries: Map<string, bigint>;
}

/**
 * Addresses of entries of the kernel, of that of a near call, and of a load.
 * @param load its command prints its address under its own name when `-address` stands behind.
 */
export async function addressesOf(
  kernel: TestKernel,
  entries: readonly string[],
  load: string,
): Promise<Addresses> {
  const commands = [`addresses ${entries.join(' ')}`, 'entry', `${load}-address`];
  const boot = await bootQuietly(kernel, commands);
  const found = new Map<string, bigint>();
  for (const command of commands) {
    for (const line of passedLines(boot.of(command))) {
      const [, name = 'near call', address = line] = NAME_AND_ADDRESS.exec(line) ?? [];
      found.set(name, BigInt(`0x${address}`));
    }
  }
  const start = found.get(load) ?? assert.fail('no address of the load');
  found.delete(load);
  assert.equal(found.size, entries.length + 1, [...found.keys()].join(' '));
  return { load: start, entries: found };
}
