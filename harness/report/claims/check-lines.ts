// SPDX-License-Identifier: Apache-2.0
import type { CheckResult } from '../../claim/result.js';
import { problemWords } from '../model/problem.js';
import { problemPaint } from '../terminal/problem.js';
import type { Style } from '../terminal/style.js';
import { columns, fold, left, right } from '../terminal/width.js';
import { painter } from './overview.js';
import { MARKS, endsText, namesText, oursText, publishedText, valuesText } from './words.js';

const GAP = '  ';

/** Checks of one claim: each the published number and ours, then what stands behind ours. */
export function checkLines(
  checks: readonly CheckResult[],
  interval: string,
  width: number,
  style: Style,
): string[] {
  const widest = (of: (check: CheckResult) => string): number =>
    Math.max(0, ...checks.map((check) => columns(of(check))));
  const grid = { what: widest(({ what }) => what), published: widest(publishedText), here: widest(hereText) };
  return checks.flatMap((check) => {
    const { what, verdict } = check;
    const texts = [
      left(what, grid.what),
      right(publishedText(check), grid.published),
      left(hereText(check), check.ours === undefined ? columns(hereText(check)) : grid.here),
      bootsText(check),
    ];
    const joined = columns(`    ${texts.join(GAP)}`) <= width;
    const paint = painter(verdict, style);
    const head = joined
      ? [`  ${paint(MARKS[verdict])} ${herePainted(check, texts, style).join(GAP)}`]
      : stacked(check, width, style);
    return [...head, ...detailLines(check, interval, width, style)];
  });
}

/** The texts with ours, the third, in the paint that it deserves. */
function herePainted({ obstacle }: CheckResult, texts: readonly string[], style: Style): string[] {
  const paint = obstacle === undefined ? style.strong : problemPaint(obstacle, style);
  return texts.map((text, index) => (index === 2 ? paint(text) : text));
}

function stacked(check: CheckResult, width: number, style: Style): string[] {
  const { what, verdict } = check;
  const [first = '', ...others] = fold(what, width - 4);
  const mark = painter(verdict, style)(MARKS[verdict]);
  const numbers = [publishedText(check), hereText(check), bootsText(check)].filter((text) => text !== '');
  const joined = numbers.join(GAP);
  const lines = columns(joined) <= width - 4 ? [joined] : numbers.flatMap((text) => fold(text, width - 4));
  return [`  ${mark} ${first}`, ...[...others, ...lines].map((line) => `    ${line}`)];
}

function hereText(check: CheckResult): string {
  const { obstacle } = check;
  return obstacle === undefined ? `here ${oursText(check)}` : problemWords(obstacle);
}

function bootsText({ ours }: CheckResult): string {
  return ours === undefined ? '' : `n=${ours.n}`;
}

function detailLines(check: CheckResult, interval: string, width: number, style: Style): string[] {
  const { ours } = check;
  if (ours === undefined) return [];
  const remark = ours.interval === interval ? '' : ours.interval;
  const behind = [`${namesText(check)}: ${valuesText(ours)}`, endsText(check), remark];
  const detail = fold(behind.filter((part) => part !== '').join(', '), width - 4);
  return detail.map((line) => `    ${style.faint(line)}`);
}
