// SPDX-License-Identifier: Apache-2.0
import { grouped } from '../../core/grouped.js';
import { gainText } from '../format/gain.js';
import { withUnit } from '../format/scale.js';
import { problemWords } from '../model/problem.js';
import type { Curve, CurvePoint } from '../model/types.js';
import { gainEnds } from '../model/words.js';
import type { Style } from './style.js';
import { columns, fold, right } from './width.js';

/** A curve as a table: one line per point with its gain over the baseline. */
export function curveLines({ system, points }: Curve, width: number, style: Style): string[] {
  const baseline = points[0]?.panel.baseline?.system ?? 'the baseline';
  const interval = points.find(({ gain }) => gain !== undefined)?.row.ratio?.interval ?? '';
  const about = ['instructions of work, then the time saved', interval].filter(Boolean).join('; ');
  const cells = points.map(cellsOf);
  const widths = [0, 1].map((column) => Math.max(...cells.map((cell) => columns(cell[column] ?? ''))));
  const lines = cells.flatMap(([work = '', gain = '', rest = ''], index) => {
    const start = `    ${right(work, widths[0] ?? 0)}  `;
    const missing = points[index]?.gain === undefined;
    const head = missing ? start : `${start}${right(gain, widths[1] ?? 0)}  `;
    const paint = missing ? style.problem : style.faint;
    if (columns(head + rest) <= width) return [head + paint(rest)];
    return [head, ...fold(rest, width - 6).map((line) => `      ${paint(line)}`)];
  });
  return [
    ...fold(`${system} against ${baseline}`, width - 2).map((line) => `  ${style.strong(line)}`),
    ...fold(about, width - 2).map((line) => `  ${style.faint(line)}`),
    ...lines,
  ];
}

function cellsOf({ x, panel, row, gain }: CurvePoint): string[] {
  const work = grouped(String(x));
  const theirs = panel.baseline?.value;
  if (gain === undefined || row.value === undefined || theirs === undefined) {
    return [work, '', row.problem === undefined ? 'no value of the baseline' : problemWords(row.problem)];
  }
  const values = `${withUnit(row.value.median, panel.scale)} against ${withUnit(theirs.median, panel.scale)}`;
  return [work, gainText(gain.value), [gainEnds(gain), values].filter(Boolean).join(', ')];
}
