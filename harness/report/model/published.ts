// SPDX-License-Identifier: Apache-2.0
import type { PublishedValue } from '../../claim/published-cells.js';
import { ratioText, threeDigits } from '../format/number.js';
import { scaleOf, withUnit } from '../format/scale.js';

/** `published (UK, osv): 4.40 ms`: what a source gives in the place of a value that could not be measured, and that it is published. */
function figureWords({ source, name, value, unit, ratio, baseline }: PublishedValue): string {
  const figure =
    unit === 'ratio'
      ? `${ratioText(ratio)} of ${baseline}`
      : unit === 'bytes'
        ? withUnit(value, scaleOf(unit, [value]))
        : `${threeDigits(value)} ${unit}`;
  return `published (${source}, ${name}): ${figure}`;
}

/** The same where there is no room for more: that a figure was not measured like its own baseline is never left out. */
export function publishedShort(value: PublishedValue): string {
  return `${figureWords(value)}${value.unlike === undefined ? '' : ', measured otherwise'}`;
}

/** The same with its part of that source's own baseline, and how it was taken. */
export function publishedWords(value: PublishedValue): string {
  const { unit, name, ratio, baseline, how, unlike } = value;
  const part = unit === 'ratio' || name === baseline ? '' : `, ${ratioText(ratio)} of its ${baseline}`;
  return [`${figureWords(value)}${part}`, how, ...(unlike === undefined ? [] : [`unlike: ${unlike}`])].join(
    '; ',
  );
}
