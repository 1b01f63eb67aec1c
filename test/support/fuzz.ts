// SPDX-License-Identifier: Apache-2.0

/** How many inputs each fuzz target gets; LUPINE_FUZZ_RUNS asks for more. */
export const fuzzRuns = Number(process.env['LUPINE_FUZZ_RUNS'] ?? 200);
