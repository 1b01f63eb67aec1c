// SPDX-License-Identifier: Apache-2.0
import type { Cell } from '../comparison/index.js';
import { usageError } from '../core/errors.js';
import { digestOf } from '../core/json.js';
import { printable } from '../core/printable.js';
import { forTerminal } from '../core/sinks.js';
import type { ComparisonDocument, MetricVerdict } from '../gate/types.js';
import type { RunSummary } from '../summary/types.js';
import type { HistoryPoint, PointCell, PointRevision } from './types.js';

/** What of a comparison goes into a history. */
export interface Verdicts extends Pick<ComparisonDocument, 'verdict'> {
  metrics: readonly (Pick<
    ComparisonDocument['metrics'][number],
    'scenario' | 'app' | 'metric' | 'verdict'
  > & {
    system: { head: string };
  })[];
}

/** What a point is made from. */
export interface PointParts {
  summary: RunSummary;
  run: Pick<HistoryPoint['run'], 'id' | 'plan'>;
  revision: PointRevision;
  /** What the run came to against its base, when it was compared. */
  comparison?: Verdicts | undefined;
}

/** Characters that are kept of a title or a subject. */
const LONGEST = 300;

/**
 * The point that a run is in a history. Of a run with several revisions only what was measured of this commit is kept.
 * @throws BenchError `HISTORY_NOTHING` (exit 2) when no cell of the run is of the commit.
 */
export function pointOf({ summary, run, revision, comparison }: PointParts): HistoryPoint {
  const cells = summary.cells.filter((cell) => isOf(cell, revision.commit));
  const [first] = cells;
  if (first === undefined) {
    throw usageError(
      'HISTORY_NOTHING',
      `the run ${printable(run.id, 100)} has no cell of commit ${revision.commit.slice(0, 12)}.`,
      'Name the commit that was measured: --commit <ref>.',
    );
  }
  const verdicts = verdictsOf(comparison);
  return {
    format: 1,
    revision: { ...revision, subject: forTerminal(revision.subject, LONGEST) },
    run: { id: forTerminal(run.id, LONGEST), plan: run.plan, complete: summary.complete },
    clock: first.clock,
    clockDefinition: first.clockDefinition,
    ...(comparison === undefined ? {} : { verdict: comparison.verdict }),
    cells: cells.map((cell) => pointCell(cell, parametersOf(summary, cell), verdicts.get(keyOf(cell)))),
  };
}

/** A run says of which revision a cell is only where it has several. */
function isOf({ revision = '' }: Cell, commit: string): boolean {
  return revision === '' || (revision.length >= 7 && commit.startsWith(revision));
}

function pointCell(cell: Cell, parameters: string, verdict: MetricVerdict | undefined): PointCell {
  const { scenario, app, metric, system, title, unit, direction, monitor, host, summary, failures } = cell;
  const [failure] = failures;
  return {
    ...{ scenario, app, metric, system, title: forTerminal(title, LONGEST), unit, direction, monitor, host },
    parameters,
    n: summary?.n ?? 0,
    ...(summary === undefined ? {} : { median: summary.median }),
    ...(summary === undefined || summary.low === summary.high
      ? {}
      : { low: summary.low, high: summary.high }),
    ...(failure === undefined ? {} : { failure: failure.code }),
    ...(verdict === undefined ? {} : { verdict }),
  };
}

function parametersOf({ scenarios }: RunSummary, { scenario }: Cell): string {
  return digestOf(scenarios.find(({ name }) => name === scenario)?.parameters ?? {});
}

/** Verdicts by cell of the head's side. */
function verdictsOf(comparison: Verdicts | undefined): Map<string, MetricVerdict> {
  const metrics = comparison?.metrics ?? [];
  return new Map(metrics.map((one) => [keyOf({ ...one, system: one.system.head }), one.verdict]));
}

function keyOf({
  scenario,
  app,
  metric,
  system,
}: Pick<Cell, 'scenario' | 'app' | 'metric' | 'system'>): string {
  return JSON.stringify([scenario, app, metric, system]);
}
