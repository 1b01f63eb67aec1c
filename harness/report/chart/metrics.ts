// SPDX-License-Identifier: Apache-2.0
import { wholeNumber } from '../../core/numbers.js';
import { type Weight, textWidth } from './fonts.js';

/** The properties of a Vega text item that decide its width. */
interface TextItem {
  fontSize?: number | null;
  fontWeight?: string | number | null;
  limit?: number | null;
}

/** Vega's hook for measuring text, exported by the package but missing from its types. */
export interface TextMetrics {
  /** Width of a text in pixels. */
  width: (item: TextItem, text: string | number | null | undefined) => number;
}

/**
 * Makes Vega measure text with the bundled font instead of guessing 0.8 x length x size. The hook is global to the
 * process, so the function returned puts the old one back.
 */
export function useRealMetrics(metrics: TextMetrics): () => void {
  const before = metrics.width;
  metrics.width = (item, text) => {
    const width = textWidth(String(text ?? '').trim(), item.fontSize ?? 11, weightOf(item.fontWeight));
    return typeof item.limit === 'number' && item.limit > 0 ? Math.min(width, item.limit) : width;
  };
  return () => {
    metrics.width = before;
  };
}

function weightOf(weight: string | number | null | undefined): Weight {
  return weight === 'bold' ||
    (typeof weight === 'number' && weight >= 600) ||
    (wholeNumber(`${weight ?? ''}`) ?? 400) >= 600
    ? 'bold'
    : 'normal';
}
