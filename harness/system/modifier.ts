// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../core/errors.js';
import { ownValue } from '../core/own.js';
import { withOverlay } from './builtin.js';
import type { CatalogueParts } from './catalogue-parts.js';
import { patchesKey } from './patches.js';
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
 * A modifier as a system gets it: with the patches and the overlays of the system's version.
 * @throws BenchError (exit 2) `MODIFIER_VERSION` for one that has patches, and none for this version.
 */
export function modifierOf(
  name: string,
  declaration: ModifierDeclaration,
  system: System,
  parts: Pick<CatalogueParts, 'file' | 'kernelDir' | 'patches' | 'overlays'>,
): Modifier {
  const { kernelDir, patches } = parts;
  const version = system.kind === 'linux' ? system.version : undefined;
  const fragments = (declaration.fragments ?? []).flatMap((file) =>
    withOverlay(kernelDir, file, version, parts),
  );
  if (version === undefined || declaration.patches === undefined)
    return { ...declaration, name, fragments, patchFiles: patches.get(name) };
  const own = ownValue(declaration.versions ?? {}, version);
  if (own === undefined) {
    const has = [parts.file.versions.default, ...Object.keys(declaration.versions ?? {})];
    throw usageError(
      'MODIFIER_VERSION',
      `system "${system.name}": "+${name}" has no patches for Linux ${version}.`,
      `It has them for ${has.join(', ')}.`,
    );
  }
  const patchFiles = patches.get(patchesKey(name, version));
  return { ...declaration, patches: own.patches, name, fragments, patchFiles };
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
