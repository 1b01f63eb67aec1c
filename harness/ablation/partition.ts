// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../core/errors.js';
import { displayPath } from '../core/paths.js';
import type { OptionChange } from '../plan/ablation.js';
import { ABLATION_FILE, wordsOf } from './load.js';
import type { AblationFile, CategoryDeclaration, KeptOptions } from './types.js';

/** Options that differ, each in one place. */
export interface Partition {
  /** By name of the category; one without such options is missing. */
  categories: Map<string, OptionChange[]>;
  kept: { options: OptionChange[]; why: string }[];
}

/** Options that two complete configurations have with different values, sorted by name. */
export function differences(
  from: ReadonlyMap<string, string>,
  to: ReadonlyMap<string, string>,
): OptionChange[] {
  return [...new Set([...from.keys(), ...to.keys()])]
    .map((name) => ({ name, from: from.get(name) ?? 'n', to: to.get(name) ?? 'n' }))
    .filter((one) => one.from !== one.to)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Puts every option that differs into its category.
 * @throws BenchError (exit 2) `ABLATION_UNASSIGNED` naming those that have none, `ABLATION_AMBIGUOUS` naming one that has two.
 */
export function partition(
  changes: readonly OptionChange[],
  file: AblationFile,
  path = ABLATION_FILE,
): Partition {
  const groups = [...file.kept, ...file.categories];
  const rules = groups.map(({ options }) => rulesOf(options));
  const found = new Map<KeptOptions | CategoryDeclaration, OptionChange[]>();
  const homeless: string[] = [];
  for (const change of changes) {
    const exact = groups.filter((_, index) => rules[index]?.names.has(change.name));
    const places =
      exact.length > 0
        ? exact
        : groups.filter((_, index) => rules[index]?.patterns.some((one) => one.test(change.name)));
    const [place, other] = places;
    if (place === undefined) homeless.push(change.name);
    else if (other !== undefined) throw ambiguous(change.name, places, path);
    else found.set(place, [...(found.get(place) ?? []), change]);
  }
  if (homeless.length > 0) {
    throw usageError(
      'ABLATION_UNASSIGNED',
      `${displayPath(path)}: ${homeless.length} options differ between the two kernels and stand in no category: ${homeless.join(', ')}.`,
      'Add each to the category that it belongs to.',
    );
  }
  return {
    categories: new Map(
      file.categories.flatMap((one): [string, OptionChange[]][] => {
        const options = found.get(one);
        return options === undefined ? [] : [[one.name, options]];
      }),
    ),
    kept: file.kept.flatMap((one) => {
      const options = found.get(one);
      return options === undefined ? [] : [{ options, why: one.why }];
    }),
  };
}

function rulesOf(options: string): { names: Set<string>; patterns: RegExp[] } {
  const words = wordsOf(options);
  return {
    names: new Set(words.filter((word) => !word.includes('*'))),
    patterns: words
      .filter((word) => word.includes('*'))
      .map((word) => new RegExp(`^${word.replaceAll('*', '\\w*')}$`)),
  };
}

function ambiguous(
  name: string,
  places: readonly (KeptOptions | CategoryDeclaration)[],
  path: string,
): Error {
  const words = places.map((place) => ('name' in place ? `"${place.name}"` : '"kept"'));
  return usageError(
    'ABLATION_AMBIGUOUS',
    `${displayPath(path)}: ${name} stands in ${words.join(' and ')}.`,
    'Name it in full in one of them: an exact name wins over a pattern.',
  );
}
