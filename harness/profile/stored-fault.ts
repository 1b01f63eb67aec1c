// SPDX-License-Identifier: Apache-2.0
import { printable } from '../core/printable.js';
import type { StoredCall, StoredPhase, StoredProfile } from './stored-types.js';

/** Deepest call tree: the plugin folds what is deeper than 512 calls, and a task, a phase and an interrupt are on top. */
const DEEPEST = 1024;

/**
 * What a schema cannot say: every function that is referred to is there, the tree is one, functions add up, and the tree has no more. One phrase;
 * undefined when nothing is wrong.
 */
export function storedFault({ functions, phases }: StoredProfile): string | undefined {
  const names = new Set<string>();
  for (const phase of phases) {
    const fault = names.has(phase.name)
      ? 'it stands twice'
      : (flatFault(phase, functions.length) ?? treeFault(phase, functions.length));
    if (fault !== undefined) return `phase "${printable(phase.name, 100)}": ${fault}`;
    names.add(phase.name);
  }
  return undefined;
}

function flatFault(
  { flat, instructions, kernelInstructions }: StoredPhase,
  count: number,
): string | undefined {
  let sum = 0;
  let before = -1;
  for (const [number, self] of flat) {
    if (number >= count) return `there is no function ${number}`;
    if (number <= before) return `function ${number} is not behind the one before it`;
    before = number;
    sum += self;
  }
  if (sum !== instructions) return `its functions have ${sum} instructions, and it ${instructions}`;
  return kernelInstructions > instructions ? 'the kernel has more instructions than all' : undefined;
}

function treeFault({ tree, instructions }: StoredPhase, count: number): string | undefined {
  if (tree === undefined) return undefined;
  const depths: number[] = [];
  let sum = 0;
  for (const [index, row] of tree.entries()) {
    const fault = rowFault(row, index, depths, count);
    if (fault !== undefined) return `row ${index} of its tree ${fault}`;
    sum += row[3];
  }
  return sum <= instructions ? undefined : `its tree has ${sum} instructions, and it ${instructions}`;
}

function rowFault(
  [parent, number, kind]: StoredCall,
  index: number,
  depths: number[],
  count: number,
): string | undefined {
  if (number >= count) return `has no function ${number}`;
  if (parent < 0 !== (index === 0) || (kind === 'phase') !== (index === 0))
    return 'is no call: the first row, and only that, is the phase';
  if (parent >= index) return `was called from row ${parent}, which does not come before it`;
  const depth = (depths[parent] ?? 0) + 1;
  depths.push(depth);
  return depth > DEEPEST ? `is deeper than ${DEEPEST} calls` : undefined;
}
