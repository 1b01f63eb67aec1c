// SPDX-License-Identifier: Apache-2.0
import { BenchError, usageError } from '../core/errors.js';
import { type Foreign, foreign, rawText } from '../core/foreign.js';
import type { StepFailure, StepRecord } from '../run/record.js';
import { readLog } from './read-log.js';
import type { LogFile, LogKind, LogRun, Settings } from './types.js';

/** A run of a client with everything that was found about it. */
export interface Found {
  kind: LogKind;
  file: LogFile;
  /** First line in the file, from 1. */
  line: number;
  /** What the client printed. */
  text: Foreign;
  /** Missing when the run could not be read. */
  settings?: Settings;
  /** How the client of a run was used that failed. */
  tried?: Settings;
  outcome: Pick<StepRecord, 'values' | 'failure' | 'missing'>;
}

/** A run before it is known which kind of client it was of; any of no kinds when nothing in its log tells. */
type Unsorted = Omit<Found, 'kind'> & { kinds: readonly LogKind[] };

/** Everything in a set of logs. */
export interface AllFound {
  found: Found[];
  /** Names of tests without a metric, by file. */
  leftOut: ReadonlyMap<LogFile, readonly string[]>;
}

/**
 * Reads logs, in pieces. One that holds no run, because its client died, is a run that could not measure, as long as another log tells
 * what was to be measured.
 * @throws BenchError (exit 2) `LOG_EMPTY` or `LOG_UNKNOWN` when no log can be read, `LOG_TWICE` for a log that was given twice,
 *   `LOG_TOO_LARGE` for more runs than anybody makes.
 */
export function* findRuns(files: readonly LogFile[]): Generator<void, AllFound> {
  const leftOut = new Map<LogFile, readonly string[]>();
  const errors: BenchError[] = [];
  const unsorted: Unsorted[] = [];
  for (const file of files) {
    try {
      const { runs, leftOut: others } = readLog(file);
      leftOut.set(file, others);
      for (const run of runs) {
        yield;
        unsorted.push(readRun(file, run));
      }
    } catch (error) {
      if (!(error instanceof BenchError)) throw error;
      errors.push(error);
      const outcome = { values: {}, failure: failureOf(error) };
      unsorted.push({ kinds: [], file, line: 1, text: file.text, outcome });
    }
  }
  const [error] = errors;
  if (unsorted.length > MOST_RUNS) throw tooManyRuns(unsorted.length);
  if (error !== undefined && unsorted.every(({ kinds }) => kinds.length === 0)) throw error;
  refuseTwice(files, unsorted);
  const found = sortByKind(unsorted);
  return { found, leftOut };
}

/** Each becomes a step of a run, with files of its own. */
const MOST_RUNS = 20_000;

function tooManyRuns(found: number): BenchError {
  return usageError(
    'LOG_TOO_LARGE',
    `the logs have ${found} runs of their clients, and ${MOST_RUNS} are the most.`,
    'Import a part of them: a median needs far fewer.',
  );
}

function readRun(file: LogFile, { kinds, lines, read }: LogRun): Unsorted {
  const text = foreign(`${lines.map((line) => rawText(line.text)).join('\n')}\n`);
  const one = { kinds, file, line: lines[0]?.number ?? 1, text };
  try {
    const { values, settings, failure } = read();
    if (failure !== undefined)
      return { ...one, tried: settings, outcome: { values, failure: failureOf(failure) } };
    return { ...one, settings, outcome: { values } };
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    return { ...one, outcome: { values: {}, failure: failureOf(error) } };
  }
}

/** Gives each run its kind; one that died too early to tell is of the kind of its file, else of its name, else of any. */
function sortByKind(all: readonly Unsorted[]): Found[] {
  const sure = new Map<LogFile, LogKind>();
  for (const { file, kinds } of all) {
    const [kind] = kinds;
    if (kind !== undefined && kinds.length === 1 && !sure.has(file)) sure.set(file, kind);
  }
  const known = new Set(sure.values());
  for (const { kinds } of all) if (known.size === 0 && kinds[0] !== undefined) known.add(kinds[0]);
  const found: Found[] = [];
  for (const one of all) {
    const { file, kinds } = one;
    const choice = kinds.length === 1 ? kinds : kindsOf(file, kinds, { sure, known });
    for (const kind of choice) found.push({ ...one, kind });
  }
  return found;
}

function kindsOf(
  file: LogFile,
  possible: readonly LogKind[],
  { sure, known }: { sure: ReadonlyMap<LogFile, LogKind>; known: ReadonlySet<LogKind> },
): readonly LogKind[] {
  const beside = sure.get(file);
  if (beside !== undefined && (possible.length === 0 || possible.includes(beside))) return [beside];
  const measured = [...known].filter((kind) => possible.length === 0 || possible.includes(kind));
  if (measured.length === 0) return possible.slice(0, 1);
  const named = measured.filter(({ app }) => file.path.split('/').at(-1)?.includes(app) === true);
  return named.length > 0 ? named : measured;
}

/** The same values twice would look like more runs than were made. Two clients may well have died with the same words. */
function refuseTwice(files: readonly LogFile[], all: readonly Unsorted[]): void {
  const seen = new Map<string, LogFile>();
  const measured = new Set(all.filter(({ settings }) => settings !== undefined).map(({ file }) => file));
  for (const file of files) {
    const other = seen.get(file.sha256);
    if (other !== undefined && (measured.has(file) || other.system === file.system)) {
      throw usageError(
        'LOG_TWICE',
        `${other.path} (for ${other.system}) and ${file.path} (for ${file.system}) have the same bytes.`,
        'Give each log once; runs that are counted twice make a value look surer than it is.',
      );
    }
    seen.set(file.sha256, file);
  }
}

function failureOf({ code, message, next }: BenchError): StepFailure {
  return { code, message, next };
}
