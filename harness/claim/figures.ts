// SPDX-License-Identifier: Apache-2.0
import { ownValue } from '../core/own.js';
import { type MeasuredComparison, type Obstacle, compareSystems } from '../comparison/index.js';
import type { Direction, Unit } from '../metric/types.js';
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
  obstacle?: Obstacle;
}

/** Bars that share a baseline. */
export interface FigurePanel {
  title: string;
  direction: Direction;
  rows: FigureRow[];
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
      panels: panels.map((panel) => panelOf(run, panel, published.sources, nameFor)),
    })),
    left: published.figures.filter((figure) => !isMeasured(figure)).map(({ title }) => title),
  };
}

function panelOf(
  run: RunSummary,
  { title, direction, own, published }: PublishedPanel,
  sources: readonly Source[],
  nameFor: NameFor,
): FigurePanel {
  return {
    ...{ title, direction },
    rows: [
      ...own.flatMap((bars) => ownRows(run, bars, nameFor)),
      ...published.flatMap((bars) => publishedRows(bars, sources)),
    ],
  };
}

function ownRows(run: RunSummary, bars: OwnBars, nameFor: NameFor): FigureRow[] {
  const baseline = nameFor(bars.baseline, bars.app);
  const systems = [baseline, ...bars.systems.map((system) => nameFor(system, bars.app))];
  return systems.map((system): FigureRow => {
    const about = { system, origin: 'measured' as const, how: '', isBaseline: system === baseline };
    const { scenario, app, metric } = bars;
    const outcome = compareSystems(run, 'ratio', { scenario, app, metric, system, baseline });
    if ('obstacle' in outcome) return { ...about, unit: '', obstacle: outcome.obstacle };
    const { value, low, high, n, interval, unit, system: median } = outcome.measured;
    return { ...about, ratio: { value, low, high, n, interval }, value: median, unit };
  });
}

function publishedRows(bars: PublishedBars, sources: readonly Source[]): FigureRow[] {
  const origin = sources.find(({ id }) => id === bars.source);
  const one = ownValue(bars.values, bars.baseline);
  if (origin === undefined || one === undefined) return [];
  return Object.entries(bars.values).map(([name, value]) => ({
    system: bars.variant === '' ? name : `${name} ${bars.variant}`,
    origin,
    how: bars.how,
    isBaseline: name === bars.baseline,
    ratio: { value: value / one, low: value / one, high: value / one, n: 0, interval: 'as published' },
    ...(bars.unit === 'ratio' ? {} : { value }),
    unit: bars.unit,
  }));
}
