// SPDX-License-Identifier: Apache-2.0
import { ownValue } from '../core/own.js';
import type { PublishedBars, PublishedFile, PublishedUnit } from './published-types.js';

/** Which cell is asked for. */
export interface AskedCell {
  scenario: string;
  app: string;
  metric: string;
  system: string;
}

/** A figure that a source gives of what a cell was to measure. */
export interface PublishedValue {
  /** Id of the source. */
  source: string;
  /** Name of the system there. */
  name: string;
  value: number;
  unit: PublishedUnit;
  /** Its part of the value of the source's own baseline, and what that is called there. */
  ratio: number;
  baseline: string;
  /** In what it was not measured like that baseline; missing where it was. */
  unlike?: string;
  /** How it was taken, a few words. */
  how: string;
}

/** What others published of a cell, in the order of the file; of no use for a comparison with values of here. */
export function publishedOf(
  { scenario, app, metric, system }: AskedCell,
  { names, figures }: PublishedFile,
): PublishedValue[] {
  const called = Object.entries(names).flatMap(([pattern, all]) =>
    pattern.replaceAll('<app>', () => app) === system ? all : [],
  );
  if (called.length === 0) return [];
  const panels = figures
    .flatMap((figure) => figure.panels)
    .filter(({ own }) =>
      own.some((bars) => bars.scenario === scenario && bars.app === app && bars.metric === metric),
    );
  return panels.flatMap(({ published }) =>
    published.flatMap((bars) => called.flatMap((name) => valueOf(name, bars))),
  );
}

function valueOf(name: string, bars: PublishedBars): PublishedValue[] {
  const { source, values, unlike = {}, baseline, unit, how } = bars;
  const [value, one] = [ownValue(values, name), ownValue(values, baseline)];
  if (value === undefined || one === undefined) return [];
  // A ratio of a system to itself says nothing of it.
  if (unit === 'ratio' && name === baseline) return [];
  const other = ownValue(unlike, name);
  const figure = { source, name, value, unit, ratio: value / one, baseline, how };
  return [{ ...figure, ...(other === undefined ? {} : { unlike: other }) }];
}
