// SPDX-License-Identifier: Apache-2.0
import { ownValue } from '../core/own.js';
import {
  type UnlikeSetting,
  type MeasuredComparison,
  type Obstacle,
  compareSystems,
  differenceWords,
} from '../comparison/index.js';
import { groupBy } from '../core/group-by.js';
import type { Direction, Unit } from '../metric/types.js';
import { varies } from '../metric/units.js';
import type { RunSummary } from '../summary/types.js';
import type { NameFor } from './derive.js';
import type {
  FigureId,
  OwnBars,
  PublishedBars,
  PublishedFigure,
  PublishedFile,
  PublishedPanel,
  PublishedUnit,
  Source,
} from './published-types.js';

/** One bar: a ratio to the baseline of the same origin. */
export interface FigureRow {
  system: string;
  /** Where it comes from: this run, or a source that published it. */
  origin: 'measured' | Source;
  /** How it was taken, a few words; empty for a measured one. */
  how: string;
  /** True for the row that is the 1 of its origin. */
  isBaseline: boolean;
  /** Missing when it could not be measured. */
  ratio?: Pick<MeasuredComparison, 'value' | 'low' | 'high' | 'n' | 'interval'>;
  /** Value behind the ratio; missing when there is none, or when the source gives the ratio alone. */
  value?: number;
  /** Unit of the value; empty when nothing was measured. */
  unit: Unit | PublishedUnit | '';
  /** In what it was not measured like the baseline. */
  differences?: UnlikeSetting[];
  obstacle?: Obstacle;
}

/** Bars that share a baseline. */
export interface FigurePanel {
  title: string;
  direction: Direction;
  rows: FigureRow[];
  /** In what our own values were not measured alike, one clause each; none when all were. */
  notes: string[];
}

/** One chart of the paper's evaluation: our bars and the published ones. */
export interface Figure {
  id: FigureId;
  title: string;
  panels: FigurePanel[];
}

/** The figures of which this run measured a part, and the titles of the others. */
export function figuresOf(
  run: RunSummary,
  published: PublishedFile,
  nameFor: NameFor,
): { drawn: Figure[]; left: string[] } {
  const here = new Set(run.scenarios.map(({ name }) => name));
  const isMeasured = ({ panels }: PublishedFigure): boolean =>
    panels.some(({ own }) => own.some(({ scenario }) => here.has(scenario)));
  return {
    drawn: published.figures.filter(isMeasured).map(({ id, title, panels }) => ({
      ...{ id, title },
      panels: panels.flatMap((panel) => panelsOf(run, panel, published.sources, nameFor)),
    })),
    left: published.figures.filter((figure) => !isMeasured(figure)).map(({ title }) => title),
  };
}

/**
 * One panel, or two where what others published has another clock than this run: a bar of milliseconds never shares an axis with one of counted
 * instructions. What has no time in it shares one.
 */
function panelsOf(
  run: RunSummary,
  { title, direction, own, published }: PublishedPanel,
  sources: readonly Source[],
  nameFor: NameFor,
): FigurePanel[] {
  const mine = distinct(own.flatMap((bars) => ownRows(run, bars, nameFor)));
  const theirs = published.flatMap((bars) => publishedRows(bars, sources));
  const notes = notesOf(mine);
  const apart = run.clock === 'deterministic' && own.some(({ metric }) => isTimed(run, metric));
  const panels = apart
    ? [
        { title: `${title}, measured here`, rows: mine, notes },
        { title: `${title}, published`, rows: theirs, notes: [] },
      ]
    : [{ title, rows: [...mine, ...theirs], notes }];
  return panels.filter(({ rows }) => rows.length > 0).map((panel) => ({ ...panel, direction }));
}

/** True for a metric with a clock in it; what the run does not have is judged by its name. */
function isTimed({ cells }: RunSummary, metric: string): boolean {
  const cell = cells.find((one) => one.metric === metric);
  return cell === undefined ? /^(?:boot|syscall|throughput|latency)[.]/.test(metric) : varies(cell.unit);
}

/** Bars of one panel may share a baseline, which then stands once. */
function distinct(rows: readonly FigureRow[]): FigureRow[] {
  return [...new Map(rows.map((row) => [row.system, row])).values()];
}

function notesOf(rows: readonly FigureRow[]): string[] {
  const said = rows.flatMap(({ system, differences = [] }) =>
    differences.map((one) => ({ system, words: differenceWords(one), reason: one.reason })),
  );
  const groups = groupBy(said, ({ words, reason = '' }) => JSON.stringify([words, reason]));
  return [...groups.values()].flatMap((all) => {
    const [first] = all;
    if (first === undefined) return [];
    const { words, reason } = first;
    return [
      `${words} (${all.map(({ system }) => system).join(', ')})${reason === undefined ? '' : `: ${reason}`}`,
    ];
  });
}

function ownRows(run: RunSummary, bars: OwnBars, nameFor: NameFor): FigureRow[] {
  const { scenario, app, metric, optional = false } = bars;
  const baseline = nameFor(bars.baseline, app);
  const names = [baseline, ...bars.systems.map((system) => nameFor(system, app))];
  const has = (system: string): boolean =>
    run.cells.some(
      (cell) =>
        cell.scenario === scenario && cell.app === app && cell.metric === metric && cell.system === system,
    );
  const systems = !optional ? names : has(baseline) ? names.filter(has) : [];
  return systems.map((system): FigureRow => {
    const about = { system, origin: 'measured' as const, how: '', isBaseline: system === baseline };
    const outcome = compareSystems(run, 'ratio', { scenario, app, metric, system, baseline });
    if ('obstacle' in outcome) return { ...about, unit: '', obstacle: outcome.obstacle };
    const { value, low, high, n, interval, unit, system: median, differences } = outcome.measured;
    return {
      ...about,
      ...{ ratio: { value, low, high, n, interval }, value: median, unit },
      ...(differences === undefined ? {} : { differences }),
    };
  });
}

function publishedRows(bars: PublishedBars, sources: readonly Source[]): FigureRow[] {
  const origin = sources.find(({ id }) => id === bars.source);
  const one = ownValue(bars.values, bars.baseline);
  if (origin === undefined || one === undefined) return [];
  return Object.entries(bars.values).map(([name, value]): FigureRow => {
    const ratio = value / one;
    const unlike = ownValue(bars.unlike ?? {}, name);
    return {
      system: bars.variant === '' ? name : `${name} ${bars.variant}`,
      origin,
      how: bars.how,
      isBaseline: name === bars.baseline,
      unit: bars.unit,
      ...(unlike === undefined
        ? {
            ratio: { value: ratio, low: ratio, high: ratio, n: 0, interval: 'as published' },
            ...(bars.unit === 'ratio' ? {} : { value }),
          }
        : { obstacle: notAlike(`${unlike} (${origin.id}: ${ratio.toFixed(3)}×)`) }),
    };
  });
}

function notAlike(message: string): Obstacle {
  return { kind: 'failed', code: 'CONDITIONS_DIFFER', message };
}
