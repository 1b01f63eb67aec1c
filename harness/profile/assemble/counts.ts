// SPDX-License-Identifier: Apache-2.0
import type { BlockResolver } from '../resolve/blocks.js';
import type { RawCount } from '../raw/types.js';

/** Instructions by number of their function. */
export function flatOf(counts: readonly RawCount[], resolver: BlockResolver): Map<number, number> {
  const flat = new Map<number, number>();
  for (const count of counts) {
    const each = executionsOf(count);
    for (const { function: number, first, count: length } of resolver.partsOf(count.block)) {
      let sum = flat.get(number) ?? 0;
      for (let at = first; at < first + length; at++) sum += each[at] ?? 0;
      flat.set(number, sum);
    }
  }
  for (const [number, sum] of flat) if (sum === 0) flat.delete(number);
  return flat;
}

/** Executions of each instruction of a block. */
export function executionsOf({ block, first, changes }: RawCount): number[] {
  const each = new Array<number>(block.sizes.length).fill(first);
  for (const [index, count] of changes) each.fill(count, index);
  return each;
}
