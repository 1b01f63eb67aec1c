// SPDX-License-Identifier: Apache-2.0
import { PT_LOAD, readSegments } from './segments.js';

/**
 * First byte of a machine's memory behind a kernel that was loaded into it.
 * @param damaged makes the error for a file that is not what it says.
 */
export function endInMemory(kernel: Buffer, damaged: (why: string) => Error): number {
  const loaded = readSegments(kernel, damaged).filter(({ type }) => type === PT_LOAD);
  return Math.max(0, ...loaded.map(({ paddr, memsz }) => Number(paddr) + memsz));
}
