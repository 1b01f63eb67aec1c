// SPDX-License-Identifier: Apache-2.0
import { ownValue } from '../core/own.js';
import { NOT_AVAILABLE } from '../metric/not-available.js';
import { unitUnder } from '../metric/units.js';
import type { Plan } from '../plan/types.js';
import type { StepRecord } from '../run/record.js';

/** One line for a finished step: which cell, its first values, and what could not be measured. */
export function stepLine(
  { step, values, failure, missing = {}, emulated }: StepRecord,
  plan: Plan,
  done: number,
  total: number,
): string {
  const width = String(total).length;
  const head = `${String(done).padStart(width)}/${total} ${step.scenario} ${step.app} on ${step.system} #${step.boot}`;
  if (failure !== undefined)
    return `${head}: could not measure, ${failure.code}: ${shortened(failure.message)}`;
  const metrics = plan.scenarios.find(({ name }) => name === step.scenario)?.metrics ?? [];
  const shown = metrics
    .flatMap(({ name, unit }) => {
      const value = ownValue(values, name);
      return value === undefined
        ? []
        : `${name} ${value.toLocaleString('en-US')} ${unitUnder(plan.clock, unit)}`;
    })
    .slice(0, 2);
  const lost = Object.entries(missing).filter(([, { code }]) => code !== NOT_AVAILABLE);
  const absent = Object.entries(missing).filter(([, { code }]) => code === NOT_AVAILABLE);
  const but = [
    ...some(
      'could not measure',
      lost.map(([name, { code }]) => `${name} (${code})`),
    ),
    ...some(
      'not available:',
      absent.map(([name]) => name),
    ),
  ];
  const mark = emulated === true ? ' (emulated)' : '';
  return `${head}${mark}: ${[...shown, ...but].join(', ')}`;
}

/** The first two of some names, if there are any. */
function some(what: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  return [
    `${what} ${names.slice(0, 2).join(', ')}${names.length > 2 ? ` and ${names.length - 2} more` : ''}`,
  ];
}

/** What to do about a step for which nothing was booted: it has no console to look at, and no record that says so. */
export function stepAdvice({ failure, images }: StepRecord): string | undefined {
  return images === undefined && failure !== undefined ? `  ${failure.next}` : undefined;
}

/**
 * A tool's last lines are in its log, and every step that needed it would repeat them. A tool without a log has said what
 * is wrong in the last of them, and a step that is to be tried again leaves no record of it.
 */
function shortened(message: string): string {
  const [first = '', ...others] = message.split('\n');
  const why = others.find((line) => line.startsWith('full log: ')) ?? others.at(-1)?.trim() ?? '';
  return why === '' ? first : `${first} (${why})`;
}
