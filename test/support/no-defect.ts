// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { BenchError } from '../../harness/core/errors.js';

/** What a reader makes of a text; `undefined` where it refuses it as it should, with a code and what to do. */
export function readOrRefuse<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    refusedWell(error);
    return undefined;
  }
}

/** Asserts that this is how something is refused, and no defect. */
export function refusedWell(error: unknown): void {
  assert.ok(error instanceof BenchError, error instanceof Error ? (error.stack ?? '') : String(error));
  assert.match(error.code, /^[A-Z][A-Z0-9_]+$/);
  assert.notEqual(error.code, 'INTERNAL');
  assert.ok(error.next.length > 5 && error.message.length < 5000, error.message);
}
