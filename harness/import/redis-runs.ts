// SPDX-License-Identifier: Apache-2.0
import { type Foreign, isBlank, rawText, says } from '../core/foreign.js';
import type { RedisRow } from '../workload/redis-benchmark.js';
import type { NumberedLine } from '../workload/printed-text.js';
import { type RedisLine, redisLine } from './redis-lines.js';

/** A row where it stands. */
export interface PlacedRow {
  line: NumberedLine;
  row: RedisRow;
}

/** What one run of redis-benchmark left, complete or not. */
export interface RedisRun {
  /** All its lines; never empty. */
  lines: NumberedLine[];
  /** The rows that are read. */
  set?: PlacedRow;
  get?: PlacedRow;
  /** Rows of any test. */
  rows: number;
  head: boolean;
  /** The first line that should not be there. */
  trouble?: NumberedLine;
  /** Nodes of a cluster. */
  masters?: number;
  /** True when every request had a connection of its own (`-k 0`). */
  connectionsClosed?: true;
}

/** The order in which every version makes its tests; those that are not here come later. */
const ORDER = new Map([
  ['PING_INLINE', 0],
  ['PING_BULK', 1],
  ['PING_MBULK', 1],
  ['SET', 2],
  ['GET', 3],
]);
const LATER = 4;
const rankOf = (test: Foreign): number => ORDER.get(rawText(test)) ?? LATER;

/**
 * Sorts lines into runs by the order in which the client makes its tests: a head begins a run, and so does a test that
 * should have come earlier. So a row that is lost costs its own run, and shifts no other.
 */
export function redisRuns(lines: readonly NumberedLine[]): {
  runs: RedisRun[];
  others: ReadonlySet<Foreign>;
} {
  const sorter = new RunSorter();
  for (const line of lines) if (!isBlank(line.text)) sorter.take(line);
  return { runs: joinDeaths(sorter.runs), others: sorter.others };
}

class RunSorter {
  readonly runs: RedisRun[] = [];
  /** Tests that are not read. */
  readonly others = new Set<Foreign>();
  /** The run that may go on, and the highest rank in it. */
  #open: RedisRun | undefined;
  #rank = 0;
  /** Its tests. */
  readonly #tests = new Set<Foreign>();
  /** A run that ended, or only failed to ask for the server's settings: its next line tells. */
  #dying: RedisRun | undefined;

  take(line: NumberedLine): void {
    const found = redisLine(line.text);
    if (found.is === 'before' && found.noConfig === true && this.#dying !== undefined) {
      this.#dying.lines.push(line);
      return;
    }
    const dying = this.#dying;
    this.#dying = undefined;
    if (found.is === 'head') this.#goOn(line, this.#begun()).head = true;
    else if (found.is === 'before') this.#before(line, found);
    else if (found.is === 'row') {
      this.#row({ line, row: found.row });
    } else if (dying !== undefined && goesOn(dying)) {
      dying.lines.push(line);
      this.#dying = dying;
    } else this.#trouble(line);
  }

  #row(placed: PlacedRow): void {
    const { line, row } = placed;
    const rank = rankOf(row.test);
    const run = this.#goOn(line, this.#tests.has(row.test) || rank < this.#rank);
    run.rows += 1;
    if (says(row.test, 'SET')) run.set = placed;
    else if (says(row.test, 'GET')) run.get = placed;
    else this.others.add(row.test);
    this.#tests.add(row.test);
    this.#rank = Math.max(this.#rank, rank);
  }

  #before(line: NumberedLine, { masters, connectionsClosed }: RedisLine & { is: 'before' }): void {
    const run = this.#goOn(line, this.#begun());
    if (masters !== undefined) run.masters = masters;
    if (connectionsClosed !== undefined) run.connectionsClosed = true;
  }

  /** A client that dies amid its tests has made SET and not GET, or none; else the line is of a run without any. */
  #trouble(line: NumberedLine): void {
    const open = this.#open;
    const amid =
      open !== undefined && (open.rows === 0 || (open.set !== undefined && open.get === undefined));
    const run = this.#goOn(line, !amid);
    run.trouble ??= line;
    // What comes behind a death without rows may be what the client did until then, or the next run: joinDeaths looks.
    if (run.rows > 0) return;
    this.#open = undefined;
    this.#dying = run;
  }

  #begun(): boolean {
    return this.#open !== undefined && (this.#open.head || this.#open.rows > 0);
  }

  #goOn(line: NumberedLine, fresh: boolean): RedisRun {
    if (this.#open !== undefined && !fresh) {
      this.#open.lines.push(line);
      return this.#open;
    }
    const run: RedisRun = { lines: [line], rows: 0, head: false };
    this.runs.push(run);
    this.#open = run;
    this.#rank = 0;
    this.#tests.clear();
    return run;
  }
}

/** A client that cannot ask the server for its settings, or is refused by it, says why in more than one line. */
function goesOn({ lines, trouble }: RedisRun): boolean {
  return lines.length > 1 || says(trouble?.text, / replied with error:$/);
}

/**
 * A client that writes to a file prints its rows when it ends, behind the error: an incomplete run right behind a death
 * is what the same client had done until then.
 */
function joinDeaths(runs: readonly RedisRun[]): RedisRun[] {
  const complete = ({ set, get }: RedisRun): boolean => set !== undefined && get !== undefined;
  const paired = runs.some(complete);
  const joined: RedisRun[] = [];
  for (const run of runs) {
    const before = joined.at(-1);
    const died = before?.trouble !== undefined && before.rows === 0;
    if (before !== undefined && died && paired && run.trouble === undefined && !complete(run)) {
      before.lines.push(...run.lines);
      before.rows = run.rows;
      if (run.set !== undefined) before.set = run.set;
      if (run.get !== undefined) before.get = run.get;
    } else joined.push(run);
  }
  return joined;
}
