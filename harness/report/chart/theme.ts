// SPDX-License-Identifier: Apache-2.0

/** Font sizes that decide the layout, in pixels. */
export interface Sizes {
  title: number;
  caption: number;
  explanation: number;
  explanationLine: number;
  name: number;
  ratio: number;
  value: number;
  remark: number;
}

/** The parts of `reports/theme.json`, a Vega-Lite configuration, that are read here. */
export interface Theme {
  title: { fontSize: number; subtitleFontSize: number };
  style: Record<'explanation', { fontSize: number; lineHeight: number }> &
    Record<'name' | 'ratio' | 'value' | 'remark', { fontSize: number }>;
}

/** Sizes as the theme has them, so that a changed theme is measured as it is drawn. */
export function sizesOf({ title, style }: Theme): Sizes {
  return {
    title: title.fontSize,
    caption: title.subtitleFontSize,
    explanation: style.explanation.fontSize,
    explanationLine: style.explanation.lineHeight,
    name: style.name.fontSize,
    ratio: style.ratio.fontSize,
    value: style.value.fontSize,
    remark: style.remark.fontSize,
  };
}
