// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../core/errors.js';
import { printable } from '../core/printable.js';
import { suggest } from '../core/suggest.js';
import type { FailOn, FailVerdict } from './types.js';

/** The verdicts that `--fail-on` may leave out; what could not be measured always fails. */
export const FAIL_VERDICTS = ['regression', 'not comparable', 'inconclusive'] as const;

/** What fails where nobody says: everything that is not green, in any metric. */
export const FAIL_ON_ALL: FailOn = { verdicts: [...FAIL_VERDICTS] };

const NONE = 'none';

/**
 * What is to fail, of words such as `regression`, `not-comparable`, `inconclusive`, `none`, and of names of metrics: with these only
 * they count. Without a word for a verdict all of them fail.
 * @throws BenchError `FAIL_ON_UNKNOWN` (exit 2).
 */
export function readFailOn(words: readonly string[] | undefined): FailOn {
  if (words === undefined) return FAIL_ON_ALL;
  const metrics = words.filter((word) => isMetricName(word));
  const verdictWords = words.filter((word) => !isMetricName(word));
  const chosen = verdictWords.flatMap((word) => (word === NONE ? [] : [verdictOf(word)]));
  const verdicts = FAIL_VERDICTS.filter((one) => verdictWords.length === 0 || chosen.includes(one));
  return { verdicts, ...(metrics.length === 0 ? {} : { metrics: [...new Set(metrics)] }) };
}

/** The words that say it again; none where everything fails. */
export function failOnWords({ verdicts, metrics = [] }: FailOn): string[] {
  const all = verdicts.length === FAIL_VERDICTS.length;
  const words = verdicts.length === 0 ? [NONE] : all ? [] : verdicts.map((one) => wordOf(one));
  return [...words, ...metrics];
}

function isMetricName(word: string): boolean {
  return /^[a-z][a-z0-9_]*(?:\.[a-z0-9_-]+)+$/.test(word) && word.length <= 100;
}

function verdictOf(word: string): FailVerdict {
  const verdict = FAIL_VERDICTS.find((one) => wordOf(one) === word);
  if (verdict !== undefined) return verdict;
  const known = [...FAIL_VERDICTS.map((one) => wordOf(one)), NONE];
  throw usageError(
    'FAIL_ON_UNKNOWN',
    `--fail-on "${printable(word, 100)}" is neither a verdict that can be chosen nor a metric.`,
    suggest(word, known),
  );
}

function wordOf(verdict: FailVerdict): string {
  return verdict.replaceAll(' ', () => '-');
}
