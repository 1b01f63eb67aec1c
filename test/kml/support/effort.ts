// SPDX-License-Identifier: Apache-2.0

/** Whether the long form of the tests runs: LUPINE_KML_FULL=1, as every night. */
export const full = process.env['LUPINE_KML_FULL'] === '1';

/** The size of a test: short in every run, full in the nightly one. */
export function effort<T>(short: T, nightly: T): T {
  return full ? nightly : short;
}
