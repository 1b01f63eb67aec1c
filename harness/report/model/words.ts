// SPDX-License-Identifier: Apache-2.0
import { ratioWords } from '../format/comparison.js';
import { exact, ratioText } from '../format/number.js';
import { scaled, withUnit } from '../format/scale.js';
import { gainText } from '../format/gain.js';
import type { Gain, Panel, ReportModel, Row, Section } from './types.js';

/** What was compared, as a title: `lupine-redis and lupine-general against microvm`. */
export function headline(model: ReportModel): string {
  const baselines = [...new Set(model.sections.map((section) => section.scenario.baseline))];
  const systems = [...new Set(model.sections.flatMap((section) => section.systems))];
  const others = systems.filter((system) => !baselines.includes(system));
  if (systems.length === 0) return 'Nothing was measured';
  if (others.length === 0) return listed(systems);
  const compared = others.length > 4 ? `${others.length} systems` : listed(others);
  return `${compared} against ${listed(baselines)}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** The ratio of a row in words: `19 % faster (0.81×)`, `baseline`; empty when there is none. */
export function rowRatio({ ratio }: Row, panel: Panel): string {
  if (ratio === undefined) return '';
  return ratio.method === 'baseline' ? 'baseline' : ratioWords(ratio.value, panel);
}

/** Ends of the ratio's interval with as many digits as tell them apart, empty when there is no spread to show. */
export function ratioEnds(row: Row): string {
  const { ratio } = row;
  if (ratio === undefined || ratio.method === 'baseline' || ratio.low === ratio.high) return '';
  const digits = [3, 4, 5, 6].find((count) => ratio.low.toFixed(count) !== ratio.high.toFixed(count)) ?? 6;
  return `${ratioEnd(ratio.low, digits)} to ${ratioEnd(ratio.high, digits)}`;
}

function ratioEnd(value: number, digits: number): string {
  return Number.isFinite(value) && value < 100 ? `${value.toFixed(digits)}×` : ratioText(value);
}

/** Ends of the value's interval in the panel's scale, exact when they look the same there; empty without a spread. */
export function valueEnds(row: Row, panel: Panel): string {
  if (row.value === undefined || row.value.low === row.value.high) return '';
  const { low, high } = row.value;
  const from = scaled(low, panel.scale);
  if (from === scaled(high, panel.scale)) return `${exact(low)} to ${exact(high)} ${panel.unit}`;
  return `${from} to ${withUnit(high, panel.scale)}`;
}

/** Ends of a gain's interval, empty when there is no spread to show. */
export function gainEnds({ low, high }: Gain): string {
  return low === high ? '' : `${gainText(low)} to ${gainText(high)}`;
}

/** How the scenario was run, in words: load and parameters. */
export function circumstances(section: Section): string[] {
  const { load, parameters } = section.scenario;
  const pairs = Object.entries(parameters).map(([name, value]) => `${name}: ${value}`);
  return load === '' ? pairs : [`load ${load}`, ...pairs];
}
