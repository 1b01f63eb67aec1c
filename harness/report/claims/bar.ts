// SPDX-License-Identifier: Apache-2.0
import type { CheckResult } from '../../claim/result.js';

/** A bar of our number in at most this many columns, with `┊` where the published number lies on the same scale. */
export function barText({ ours, published }: CheckResult, width: number): string {
  if (ours === undefined) return '';
  const most = Math.max(ours.value, published.value, 0);
  const place = (value: number): number =>
    most === 0 ? 0 : Math.round((Math.max(0, value) / most) * (width - 1));
  const cells = Array.from<unknown, string>({ length: width }, (_, index) =>
    index < place(ours.value) ? '█' : ' ',
  );
  cells[place(published.value)] = '┊';
  return cells.join('').trimEnd();
}
