// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { BenchError, type ExitCode } from '../../harness/core/errors.js';

/** Asserts that the work fails with this stable code and exit; the message must fit, and say what to do next. */
export async function failsWith(
  work: Promise<unknown> | (() => unknown),
  code: string,
  exit: ExitCode,
  message?: RegExp,
): Promise<void> {
  await assert.rejects(
    async () => {
      await (typeof work === 'function' ? work() : work);
    },
    (error: unknown) => {
      assert.ok(error instanceof BenchError, String(error));
      assert.equal(error.code, code, error.message);
      assert.equal(error.exit, exit);
      assert.ok(error.next.length > 5, 'an error says what to do next');
      if (message !== undefined) assert.match(error.message, message);
      return true;
    },
  );
}
