// SPDX-License-Identifier: Apache-2.0
import { attemptError } from '../../core/errors.js';
import { type Foreign, partsOf, says } from '../../core/foreign.js';
import { printable } from '../../core/printable.js';
import { reasonOf } from '../../core/reason.js';
import { ask, oddAnswer } from '../ask.js';
import type { RemoteShell } from '../types.js';
import { type Setting, settingsOf } from './settings.js';
import type { Tuning, TuningOutcome } from './types.js';
import { type TuningAccess, type TuningLease, lostBefore, tuningArgs, undoTuning } from './undo.js';

/**
 * Sets a host to what is asked for. What was before is on its disk before anything changes. What cannot be set is no error: it says so.
 * @throws BenchError (exit 3) `JOURNAL_UNWRITTEN`, then nothing was changed; `TUNED_ALREADY`; `LEASE_LOST`.
 */
export async function applyTuning(
  shell: RemoteShell,
  lease: TuningLease,
  tuning: Tuning,
  { signal, ...access }: TuningAccess & { signal?: AbortSignal | undefined } = {},
): Promise<TuningOutcome[]> {
  const settings = settingsOf(tuning);
  if (settings.length === 0) return [];
  const wanted = settings.flatMap(({ what, files }) =>
    files.map(([files, value]) => `${what} ${files} ${value}`),
  );
  const names = 'lease/common tuning/common tuning/apply';
  const lines = await ask(shell, names, tuningArgs(lease, access), {
    input: `${wanted.join('\n')}\n`,
    signal,
  });
  const last = lines.at(-1);
  if (says(last, 'lost')) throw lostBefore(shell, 'changed');
  if (says(last, 'journal'))
    throw attemptError(
      'TUNED_ALREADY',
      `the settings of ${shell.name} were changed under this lease, and not put back.`,
      'This is a defect of lupine-bench: report it.',
    );
  const unwritten = last === undefined ? undefined : partsOf(last, /^cannot (.*)$/);
  if (unwritten !== undefined)
    throw attemptError(
      'JOURNAL_UNWRITTEN',
      `${shell.name} cannot keep what its settings were, so none was changed: ${printable(unwritten[1] ?? '', 200)}`,
      'Give the disk of its state folder some space, or measure without `tuning:`.',
    );
  if (!says(last, 'done')) throw oddAnswer(shell, last);
  return settings.map((setting) => outcome(setting, lines));
}

/** How many reasons of one kind are kept: a host may have a hundred interrupts that do not move. */
const REASONS = 3;

function outcome({ what, files, same = [] }: Setting, lines: readonly Foreign[]): TuningOutcome {
  const said = (word: string): [path: string, text: string][] =>
    lines.flatMap((line): [string, string][] => {
      const [, path, text] = partsOf(line, new RegExp(`^${word} ${what} (\\S+) (.*)$`)) ?? [];
      return path === undefined || text === undefined ? [] : [[printable(path, 100), printable(text, 100)]];
    });
  const [was, now, why] = [said('was'), said('now'), said('why')];
  const fits = ([path, value]: [string, string]): boolean =>
    same.includes(value) || files.some(([pattern, wanted]) => value === wanted && isOf(path, pattern));
  const reasons = why.filter(([path]) => !now.some((one) => one[0] === path && fits(one)));
  const wrong = now.some((one) => !fits(one)) || reasons.length > 0;
  const texts = reasons.map(([path, text]) => (path === '-' ? text : `${path}: ${text}`));
  if (now.length === 0 && texts.length === 0) texts.push('this host has no such setting');
  return {
    what,
    wanted: [...new Set(files.map(([, value]) => value))].join(' or '),
    before: distinct(was),
    now: distinct(now),
    state: wrong || now.length === 0 ? 'not set' : was.length > 0 && was.every(fits) ? 'already' : 'set',
    reasons:
      texts.length > REASONS ? [...texts.slice(0, REASONS), `and ${texts.length - REASONS} more`] : texts,
  };
}

function isOf(path: string, pattern: string): boolean {
  const [before = '', after = ''] = pattern.split('*');
  return pattern === '-' || (path.startsWith(before) && path.endsWith(after));
}

function distinct(said: readonly [string, string][]): string[] {
  return [...new Set(said.map(([, text]) => text))];
}

/** One line for each setting that is not as it was asked for. */
export function untuned(host: string, outcomes: readonly TuningOutcome[]): string[] {
  return outcomes
    .filter(({ state }) => state === 'not set')
    .map(
      ({ what, wanted, now, reasons }) =>
        `${host}: ${what} could not be set to ${wanted}${now.length > 0 ? `, it is ${now.join(', ')}` : ''}: ${reasons.join('; ')}`,
    );
}

/** What work on a tuned host is told. */
export interface TuningOptions extends TuningAccess {
  signal?: AbortSignal | undefined;
  /** Told what could not be put back at the end; what was measured stays, and the next comer tries again. */
  left: (message: string) => void;
}

/**
 * Works on a host that is set to what is asked for; afterwards it is as it was, however the work ends. When this machine dies, or the
 * connection, the next one that has the lease puts it back.
 */
export async function withTuning<T>(
  shell: RemoteShell,
  lease: TuningLease,
  tuning: Tuning,
  { left, ...access }: TuningOptions,
  work: (outcomes: readonly TuningOutcome[]) => Promise<T>,
): Promise<T> {
  try {
    return await work(await applyTuning(shell, lease, tuning, access));
  } finally {
    const { root, sudo } = access;
    await undoTuning(shell, lease, { root, sudo }).catch((error: unknown) => {
      left(reasonOf(error));
    });
  }
}
