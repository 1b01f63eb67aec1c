// SPDX-License-Identifier: Apache-2.0
import type { Curve } from '../model/types.js';
import { type CurveRow, curveAxis, curveRows } from './curve-rows.js';
import { widest } from './fonts.js';
import { type Form, type Layout, type Texts, WIDTHS, explained, frame, headingHeight } from './layout.js';
import type { Sizes } from './theme.js';

/** Labels of the gain's axis are at most this long; the padding is the theme's. */
const LABELS = ['\u2212100 %', '0.005 %'];
const LABEL_PADDING = 6;

/** Air above a panel for the label of its highest point. */
const LABEL_AIR = 18;

/** Layout of curves, one panel below the other. */
export function curveLayout(
  curves: readonly Curve[],
  texts: Texts,
  size: Sizes,
  form: Form,
): Layout<CurveRow> {
  const whole = WIDTHS[form];
  const axisWidth = Math.ceil(widest(LABELS, size.explanation)) + LABEL_PADDING;
  const axis = curveAxis(curves);
  const rows = explained(curveRows(curves, axis), whole, size);
  return {
    ...frame(texts, whole, rows, size),
    width: whole - axisWidth,
    params: { ...axis, axisWidth, headingHeight: headingHeight(rows, size) + LABEL_AIR },
  };
}
