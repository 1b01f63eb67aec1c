// SPDX-License-Identifier: Apache-2.0
import type { Sample } from '../metric/types.js';
import { varies } from '../metric/units.js';

/** A value that is kept out of the statistics. */
export interface RefusedSample extends Omit<Sample, 'value'> {
  /** Stable error code. */
  code: 'VALUE_IMPLAUSIBLE' | 'HOST_EMULATED';
  message: string;
}

/** From 2^53 on whole numbers of bytes, instructions or nanoseconds are not exact; nothing here comes near. */
const LARGEST = Number.MAX_SAFE_INTEGER;

/**
 * Samples that statistics can be made of, and the others with the reason: one absurd value costs its own cell, not the
 * whole report. No metric is ever below zero, and sizes and counts are whole.
 */
export function plausible(samples: readonly Sample[]): { samples: Sample[]; refused: RefusedSample[] } {
  return {
    samples: samples.filter((sample) => isPlausible(sample)),
    refused: samples
      .filter((sample) => !isPlausible(sample))
      .map(({ value, ...sample }) => ({
        ...sample,
        code: 'VALUE_IMPLAUSIBLE',
        message: `The record says ${value} ${sample.unit} for ${sample.metric}, which is not a ${varies(sample.unit) ? '' : 'whole '}number from 0 to 2^53.`,
      })),
  };
}

function isPlausible({ value, unit }: Sample): boolean {
  return value >= 0 && value <= LARGEST && (varies(unit) || Number.isInteger(value));
}
