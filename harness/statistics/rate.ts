// SPDX-License-Identifier: Apache-2.0
import jstat from 'jstat';

/** How often something happened, and between what its probability lies. */
export interface Rate {
  count: number;
  of: number;
  /** Ends of the exact 95 % interval of the probability. */
  low: number;
  high: number;
}

/** A rate with its exact interval. Source: C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404-413. */
export function rateOf(count: number, of: number): Rate {
  const low = count === 0 ? 0 : jstat.beta.inv(0.025, count, of - count + 1);
  const high = count === of ? 1 : jstat.beta.inv(0.975, count + 1, of - count);
  return { count, of, low, high };
}
