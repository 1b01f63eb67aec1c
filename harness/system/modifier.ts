// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../core/errors.js';
import { type LinuxSystem, type ModifierDeclaration, type System, isGuest } from './types.js';

/** A modifier with its name and with absolute paths. */
export interface Modifier extends ModifierDeclaration {
  /** Without the plus. */
  name: string;
  fragments: string[];
  /** Every patch file in order; `undefined` when the modifier has none by its declaration. */
  patchFiles: string[] | undefined;
}

/**
 * Adds a modifier to a system.
 * @throws BenchError (exit 2) `MODIFIER_MISPLACED` or `PATCH_MISSING`.
 */
export function applyModifier(system: System, modifier: Modifier): System {
  const { name, title, applies_to: appliesTo, cmdline, patchFiles, fragments, make = [] } = modifier;
  const finished = system.kind !== 'linux';
  if (finished && (fragments.length > 0 || make.length > 0 || patchFiles !== undefined)) {
    throw usageError(
      'MODIFIER_MISPLACED',
      `system "${system.name}": "+${name}" changes how a kernel is built, and this one is a finished file.`,
      'Add it to a system that is built; `lupine-bench list` shows them.',
    );
  }
  const family = isGuest(system) ? system.family : finished ? '' : (system.baseFamily ?? system.family);
  if (appliesTo !== undefined && !appliesTo.includes(family)) {
    throw usageError(
      'MODIFIER_MISPLACED',
      `system "${system.name}": "+${name}" applies only to systems of the family ${appliesTo.join(' or ')}. ${modifier.summary}`,
      `Add it to one of those; \`lupine-bench list\` shows them.`,
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
  const modified = {
    title: `${system.title}, ${title}`,
    cmdline: [system.cmdline, cmdline ?? ''].filter((part) => part !== '').join(' '),
    machine: modifier.machine ?? system.machine,
    notes: { deterministic: notes('deterministic'), wall: notes('wall') },
    conditions: { ...system.conditions, ...modifier.conditions },
  };
  return finished ? { ...system, ...modified } : { ...withMore(system, modifier), ...modified };
}

function withMore(system: LinuxSystem, { fragments, make = [], patchFiles = [] }: Modifier): LinuxSystem {
  return {
    ...system,
    fragments: [...system.fragments, ...fragments],
    make: [...system.make, ...make],
    patches: [...system.patches, ...patchFiles],
  };
}
