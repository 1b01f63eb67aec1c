// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../core/errors.js';
import { displayPath, packagePath } from '../core/paths.js';
import { suggest } from '../core/suggest.js';
import type { Measure } from '../plan/ablation.js';
import { loadYaml } from '../scenario/yaml.js';
import type { AblationFile, CategoryDeclaration } from './types.js';

/** Where the categories are declared. */
export const ABLATION_FILE = packagePath('kernel', 'ablation.yaml');

const PATTERN = /^[A-Za-z0-9_*]+$/;

/**
 * Reads the declared categories.
 * @throws BenchError (exit 2) what the file has wrong, with file, line and key; `ABLATION_INVALID` for two categories with
 *   one name, a word that is no option, and an option that is written down twice.
 */
export async function loadAblation(path = ABLATION_FILE): Promise<AblationFile> {
  const file = await loadYaml<AblationFile>(path, 'ablation');
  const complain = (where: string, what: string, next: string): never => {
    throw usageError('ABLATION_INVALID', `${displayPath(path)}: ${where} ${what}`, next);
  };
  const names = file.categories.map(({ name }) => name);
  const twin = names.find((name, index) => names.indexOf(name) !== index);
  if (twin !== undefined) complain(`the category "${twin}"`, 'stands twice.', 'Give each a name of its own.');
  const seen = new Map<string, string>();
  for (const { where, options } of groupsOf(file)) {
    for (const word of wordsOf(options)) {
      const before = seen.get(word);
      if (!PATTERN.test(word)) complain(where, `has "${word}".`, 'Write names of options without CONFIG_.');
      if (before !== undefined) complain(where, `has ${word}, as ${before} has.`, 'Keep it in one place.');
      seen.set(word, where);
    }
  }
  return file;
}

/** Every list of options in the file with what it is called. */
export function groupsOf({ kept, categories }: AblationFile): { where: string; options: string }[] {
  return [
    ...kept.map(({ options }) => ({ where: '"kept"', options })),
    ...categories.map(({ name, options }) => ({ where: `the category "${name}"`, options })),
  ];
}

/** The words of a list of options. */
export function wordsOf(options: string): string[] {
  return options.split(/\s+/).filter((word) => word !== '');
}

/**
 * The categories with these names, in the order of the file; all of them without names.
 * @throws BenchError `CATEGORY_UNKNOWN` (exit 2) with the closest known name.
 */
export function chooseCategories(
  categories: readonly CategoryDeclaration[],
  wanted?: readonly string[],
): CategoryDeclaration[] {
  const known = categories.map(({ name }) => name);
  for (const name of wanted ?? []) {
    if (!known.includes(name))
      throw usageError('CATEGORY_UNKNOWN', `there is no category "${name}".`, suggest(name, known));
  }
  return categories.filter(({ name }) => wanted === undefined || wanted.includes(name));
}

/**
 * The measures of these metrics, in the order of the file; all of them without names.
 * @throws BenchError `METRIC_UNKNOWN` (exit 2) with the closest known name.
 */
export function chooseMeasures(measures: readonly Measure[], wanted?: readonly string[]): Measure[] {
  const known = measures.map(({ metric }) => metric);
  for (const name of wanted ?? []) {
    if (!known.includes(name))
      throw usageError('METRIC_UNKNOWN', `an ablation has no metric "${name}".`, suggest(name, known));
  }
  return measures.filter(({ metric }) => wanted === undefined || wanted.includes(metric));
}
