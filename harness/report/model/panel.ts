// SPDX-License-Identifier: Apache-2.0
import { type Cell, type MeasuredRun, compare, compareConditions } from '../../comparison/index.js';
import { publishedOf } from '../../claim/published-cells.js';
import type { PublishedFile } from '../../claim/published-types.js';
import type { RunSummary } from '../../summary/types.js';
import { summarise } from '../../statistics/index.js';
import { scaleOf } from '../format/scale.js';
import { problemOf, remarkOf } from './problem.js';
import type { Panel, Problem, Row } from './types.js';

/** What a panel is made from. */
export interface PanelParts {
  /** System that the others are compared with. */
  baseline: string;
  /** Machine type to be named in the title; empty for none. */
  machine: string;
  /** Cells of one metric and app; at least one. */
  cells: Cell[];
  /** Systems that must have a row each. */
  systems: string[];
  /** What is known of the systems of the run. */
  known: RunSummary['systems'];
  /** The run that the cells are of. */
  run: MeasuredRun;
  /** True when the title must say which app. */
  nameApp: boolean;
  /** What others published, to stand beside what could not be measured. */
  published?: PublishedFile | undefined;
}

/** One metric of one app over all systems; a system without a value keeps its row. */
export function panelOf(parts: PanelParts): Panel {
  const [first] = parts.cells;
  if (first === undefined) throw new RangeError('A panel needs at least one cell.');
  const bySystem = new Map(parts.cells.map((cell) => [cell.system, cell]));
  const reference = bySystem.get(parts.baseline);
  const rows = parts.systems.map((system) => rowOf(system, bySystem.get(system), reference, parts));
  const interval = mostCommon(rows.flatMap(intervalWords)) || mostCommon(rows.flatMap(ownInterval));
  const compared = rows.some(({ ratio }) => ratio !== undefined && ratio.method !== 'baseline');
  for (const row of rows) row.remark = remarkOf(row, interval, compared);
  return {
    metric: first.metric,
    app: first.app,
    reference: parts.baseline,
    title: titleOf(first, parts),
    unit: first.unit,
    direction: first.direction,
    scale: scaleOf(
      first.unit,
      rows.flatMap((row) => row.value?.median ?? []),
    ),
    rows,
    baseline: rows.find((row) => row.kind === 'baseline' && row.value !== undefined),
    interval,
  };
}

function titleOf({ title, app }: Cell, { nameApp, machine }: PanelParts): string {
  const named = nameApp && app !== '' ? `${title} (${app})` : title;
  return machine === '' ? named : `${named}, machine type ${machine}`;
}

function rowOf(system: string, cell: Cell | undefined, reference: Cell | undefined, parts: PanelParts): Row {
  const { run, known } = parts;
  const about = known.find(({ name }) => name === system);
  const measured = cell !== undefined && cell.values.length > 0;
  const differences =
    cell === undefined || reference === undefined
      ? []
      : compareConditions({ run, cell }, { run, cell: reference });
  const refused = differences.some(({ verdict }) => verdict === 'refused');
  const value = measured ? (cell.summary ?? summarise(cell.values, cell.clock)) : undefined;
  return {
    system,
    kind: system === parts.baseline ? 'baseline' : about?.subject === true ? 'subject' : 'other',
    specialised: about?.app !== undefined && about.app === parts.cells[0]?.app,
    cell,
    value,
    ratio:
      measured && reference !== undefined && parts.systems.length > 1 && !refused
        ? compare('ratio', { run, cell }, { run, cell: reference })
        : undefined,
    differences,
    problem: measured ? undefined : withPublished(problemOf(cell, run.complete), system, parts),
    remark: '',
  };
}

function withPublished(problem: Problem, system: string, { cells: [cell], published }: PanelParts): Problem {
  if (cell === undefined || published === undefined) return problem;
  const { scenario, app, metric } = cell;
  const found = publishedOf({ scenario, app, metric, system }, published);
  return found.length === 0 ? problem : { ...problem, published: found };
}

/** Interval of the row as its chart shows it: of the ratio, or of the value where there is no ratio. */
function intervalWords(row: Row): string[] {
  if (row.value === undefined || row.ratio?.method === 'baseline') return [];
  return [(row.ratio ?? row.value).interval];
}

/** Interval of the value itself: what is left to say when only the baseline has a value. */
function ownInterval(row: Row): string[] {
  return row.value === undefined ? [] : [row.value.interval];
}

function mostCommon(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}
