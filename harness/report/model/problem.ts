// SPDX-License-Identifier: Apache-2.0
import type { Cell } from '../../comparison/index.js';
import type { PublishedValue } from '../../claim/published-cells.js';
import { NOT_AVAILABLE } from '../../metric/not-available.js';
import { publishedWords } from './published.js';
import { refusalWords } from './conditions.js';
import type { Problem, Row } from './types.js';

/** Why a cell has no value: its most frequent failure, or that no boot reported one. */
export function problemOf(cell: Cell | undefined, complete: boolean): Problem {
  if (cell?.unsupported !== undefined) {
    const { reason, source } = cell.unsupported;
    return { code: NOT_SUPPORTED, message: reason, source };
  }
  const [failure] = byFrequency(cell);
  if (failure !== undefined) return failure;
  return complete
    ? { code: 'NO_SAMPLE', message: 'No boot reported a value.' }
    : { code: 'NOT_YET_RUN', message: 'The run is not complete; no boot of this cell has been made.' };
}

/** A system that can never have the value. */
export const NOT_SUPPORTED = 'NOT_SUPPORTED';

/** What is missing without a failure: nobody asked for it, its turn has not come, or the system has no such thing. */
const ABSENT = new Map([
  ['NOT_IN_RUN', 'not in this run'],
  ['NOT_YET_RUN', 'not run yet'],
  [NOT_AVAILABLE, 'not available'],
  [NOT_SUPPORTED, 'not supported'],
]);

/** True for a value that is missing without a failure. */
export function isAbsent({ code }: Problem): boolean {
  return ABSENT.has(code);
}

/** `could not measure: <code>`, or why that is no failure: the same words in every form of the report. */
export function problemWords({ code, message }: Problem): string {
  if (code === NOT_SUPPORTED) return `not supported: ${message}`;
  if (code === 'CONDITIONS_DIFFER') return `not compared: ${message}`;
  return ABSENT.get(code) ?? `could not measure: ${code}`;
}

/** The same with all that is known: what happened, or who says that it cannot. */
export function problemSentence(problem: Problem): string {
  const { message, source } = problem;
  if (problem.code === NOT_SUPPORTED) return `${problemWords(problem)} (${source ?? ''})`;
  const words = problemWords(problem);
  return words.endsWith(message) ? words : `${words}. ${message}`;
}

/** A problem, and behind it what others published of what is missing, in the same words or in fewer. */
export function besidePublished(
  words: string,
  { published = [] }: Problem,
  say: (value: PublishedValue) => string = publishedWords,
): string {
  return [words, ...published.map(say)].join('; ');
}

/**
 * Remark of a row with a value: failed boots first, then an interval that is not the panel's.
 * @param compared whether any row of the panel has a ratio, with which the baseline's own interval is not what the panel speaks of.
 */
export function remarkOf(row: Row, panelInterval: string, compared: boolean): string {
  if (row.value === undefined || row.cell === undefined) return '';
  const failed = new Set(row.cell.failures.map((failure) => failure.boot)).size;
  const codes = byFrequency(row.cell).map((failure) => failure.code);
  const refusal = refusalWords(row);
  if (refusal !== '') return `not compared: ${refusal}`;
  if (failed > 0) return `${failed} of ${failed + row.value.n} boots failed: ${codes.join(', ')}`;
  const isBaseline = row.ratio?.method === 'baseline';
  const words = (isBaseline ? row.value : (row.ratio ?? row.value)).interval;
  return (isBaseline && compared) || words === panelInterval ? '' : words;
}

function byFrequency(cell: Cell | undefined): Problem[] {
  const problems = new Map<string, { problem: Problem; count: number }>();
  for (const { code, message } of cell?.failures ?? []) {
    const known = problems.get(code);
    problems.set(code, { problem: known?.problem ?? { code, message }, count: (known?.count ?? 0) + 1 });
  }
  return [...problems.values()].sort((a, b) => b.count - a.count).map((entry) => entry.problem);
}
