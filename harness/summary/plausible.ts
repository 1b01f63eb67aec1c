// SPDX-License-Identifier: Apache-2.0
import type { Sample } from '../metric/types.js';

/** A value that is kept out of the statistics. */
export interface RefusedSample extends Omit<Sample, 'value'> {
  code: 'VALUE_IMPLAUSIBLE';
  message: string;
}

/** From 2^53 on whole numbers of bytes, instructions or nanoseconds are not exact; nothing here comes near. */
const LARGEST = Number.MAX_SAFE_INTEGER;

/**
 * Samples that statistics can be made of, and the others with the reason: one absurd value costs its own cell, not the
 * whole report. A record may have anything, also `null`, which is what JSON makes of infinity.
 */
export function plausible(samples: readonly Sample[]): { samples: Sample[]; refused: RefusedSample[] } {
  const good = (value: unknown): boolean => typeof value === 'number' && Math.abs(value) <= LARGEST;
  return {
    samples: samples.filter(({ value }) => good(value)),
    refused: samples
      .filter(({ value }) => !good(value))
      .map(({ value, ...sample }) => ({
        ...sample,
        code: 'VALUE_IMPLAUSIBLE',
        message: `The record says ${String(value)} for ${sample.metric}, which is not a number up to 2^53.`,
      })),
  };
}
