// SPDX-License-Identifier: Apache-2.0

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar that fills this share of a number of columns, to an eighth of one; empty for a share that is no number. */
export function blocks(share: number, width: number): string {
  const eighths = Math.round((Number.isFinite(share) ? share : 0) * width * 8);
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}
