// SPDX-License-Identifier: Apache-2.0
import { threeDigits } from './number.js';

/** A gain beside its point: `27.1 %`, `4.20 %`, `0.04 %`. */
export function shortGain(percent: number): string {
  return `${withSign(percent.toFixed(Math.abs(percent) >= 9.995 ? 1 : 2))} %`;
}

/** A gain in a table, with the digits that small ones need: `0.0051 %`. */
export function gainText(percent: number): string {
  return `${withSign(threeDigits(percent))} %`;
}

/** A minus as people write it, and none in front of zero. */
function withSign(digits: string): string {
  if (!digits.startsWith('-')) return digits;
  return /[1-9]/.test(digits) ? `\u2212${digits.slice(1)}` : digits.slice(1);
}
