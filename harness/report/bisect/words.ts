// SPDX-License-Identifier: Apache-2.0
import { rounded } from '../../core/numbers.js';
import type { BisectDocument } from '../../bisect/document.js';
import type { Finding } from '../../bisect/types.js';
import type { Unit } from '../../metric/types.js';
import { grouped } from '../../core/grouped.js';

/** How many moved the metric, in words. */
export function verdictWords({ title, by, findings, rest, margin }: BisectDocument): string {
  const [only, another] = findings;
  const what = { commit: 'commit', category: 'category of options', option: 'option' }[by];
  if (only === undefined) return `${title}: no single ${what} moved it; many small changes did.`;
  const one = another === undefined && Math.abs(rest) <= margin;
  if (!one) return `${title}: two or more moved it.`;
  return only.kind === 'step' ? `${title}: one ${what} moved it.` : `${title}: one of several moved it.`;
}

/** Both ends with their values. */
export function endsWords({ points, unit, app, system }: BisectDocument): string {
  const end = (index: number): string => {
    const point = points.at(index);
    return `${valueText(point?.value ?? Number.NaN, unit)} at ${point?.title ?? ''}`;
  };
  return `${app} on ${system}: ${end(0)} (good), ${end(-1)} (bad)`;
}

/** A finding: what moved the metric, by how much. */
export function findingWords(document: BisectDocument, finding: Finding): string {
  const { points, unit } = document;
  const { kind, before, after, difference } = finding;
  const title = points[after]?.title ?? '';
  const change = `${difference < 0 ? '\u2212' : '+'}${valueText(Math.abs(difference), unit)}`;
  const from = points[before]?.value;
  const percent = from === undefined || from === 0 ? '' : ` (${percentText(difference / from)})`;
  if (kind === 'step') return `${change}${percent}  ${title}`;
  const between = `${after - before} between ${points[before]?.title ?? ''} and ${title}`;
  return kind === 'skipped'
    ? `${change}${percent}  one of ${between}: those in the middle could not be measured`
    : `${change}${percent}  another among the ${between}, not looked into`;
}

/** Points that may be what moved the metric, with why they were skipped. */
export function suspects({ points }: BisectDocument, { before, after }: Finding): string[] {
  return points
    .slice(before + 1, after + 1)
    .map(({ title, skipped }) => (skipped === undefined ? title : `${title} (${skipped})`));
}

/** What the findings leave; empty when that is no change. */
export function restWords({ rest, margin, unit }: BisectDocument): string {
  if (Math.abs(rest) <= margin) return '';
  const change = `${rest < 0 ? '\u2212' : '+'}${valueText(Math.abs(rest), unit)}`;
  return `What is left, ${change}, is in changes of at most ${valueText(margin, unit)} each, or went and came back.`;
}

function valueText(value: number, unit: Unit): string {
  return `${grouped(String(rounded(value, 1)))} ${unit}`;
}

function percentText(share: number): string {
  return `${share < 0 ? '\u2212' : '+'}${Math.abs(share * 100).toFixed(1)} %`;
}
