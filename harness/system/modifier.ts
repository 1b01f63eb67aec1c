// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../core/errors.js';
import type { LinuxSystem, ModifierDeclaration } from './types.js';

/** A modifier with its name and with absolute paths. */
export interface Modifier extends ModifierDeclaration {
  /** Without the plus. */
  name: string;
  fragments: string[];
  /** Every patch file in order; `undefined` when the modifier has none by its declaration. */
  patchFiles: string[] | undefined;
}

/**
 * Puts a modifier behind a system.
 * @throws BenchError (exit 2) `MODIFIER_MISPLACED` or `PATCH_MISSING`.
 */
export function applyModifier(system: LinuxSystem, modifier: Modifier): LinuxSystem {
  const { name, title, behind, cmdline, patchFiles } = modifier;
  if (behind !== undefined && !behind.some((start) => system.name.startsWith(start))) {
    throw usageError(
      'MODIFIER_MISPLACED',
      `system "${system.name}": "+${name}" fits only behind ${behind.join(' and ')}*. ${modifier.summary}`,
      `Put it behind another system, e.g. ${behind[0] ?? ''}base+${name}; the options of this one exclude it.`,
    );
  }
  if (patchFiles?.length === 0) {
    throw usageError(
      'PATCH_MISSING',
      `"+${name}" of ${system.name} needs patches to the kernel, and there are none in ${modifier.patches?.join(', ') ?? ''} (seen from kernel/).`,
      'Restore the patches; every file that ends in .patch there is taken.',
    );
  }
  const notes = (clock: 'deterministic' | 'wall'): string[] => [
    ...new Set([
      ...system.notes[clock],
      ...(modifier.notes?.[clock] === undefined ? [] : [modifier.notes[clock]]),
    ]),
  ];
  return {
    ...system,
    title: `${system.title}, ${title}`,
    fragments: [...system.fragments, ...modifier.fragments],
    cmdline: cmdline === undefined ? system.cmdline : `${system.cmdline} ${cmdline}`,
    make: [...system.make, ...(modifier.make ?? [])],
    patches: [...system.patches, ...(patchFiles ?? [])],
    notes: { deterministic: notes('deterministic'), wall: notes('wall') },
  };
}
