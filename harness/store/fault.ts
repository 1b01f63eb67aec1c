// SPDX-License-Identifier: Apache-2.0
import { BenchError, attemptError, measureError } from '../core/errors.js';
import { printable } from '../core/printable.js';

/** The error for a store that does not answer, or not in time. */
export function unreachable(store: string, why: string): BenchError {
  return attemptError(
    'STORE_UNREACHABLE',
    `the store ${printable(store, 300)} does not answer: ${printable(why, 300)}.`,
    'Check `store:` in lupine-bench.yaml and the network; without a store everything is built here.',
  );
}

/** The error for a store that does not let us in. */
export function refused(store: string, why: string): BenchError {
  return measureError(
    'STORE_REFUSED',
    `the store ${printable(store, 300)} refuses: ${printable(why, 300)}.`,
    'Log in: for HTTP a line of ~/.netrc or LUPINE_BENCH_STORE_AUTH, for a registry `skopeo login` (docs/store.md).',
  );
}

/** The error for an entry that cannot be what it says. */
export function badEntry(store: string, entry: string, why: string): BenchError {
  return measureError(
    'STORE_ENTRY',
    `the store ${printable(store, 300)} has a bad entry, ${printable(entry, 200)}: ${printable(why, 300)}.`,
    'It is not used. Whoever may write to the store should remove it and look who wrote it.',
  );
}

/** Whether an error is about the store, so that an entry can be built here all the same. */
export function isStoreFault(error: unknown): error is BenchError {
  return error instanceof BenchError && /^(?:STORE|OCI)_/.test(error.code);
}
