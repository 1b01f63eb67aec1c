// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { ArrivalClock } from '../../harness/vmm/arrival.js';

const AWAITED = '<~lupine 0 ';

/** Feeds pieces that arrive 10 ns after one another, the first at 1,000,000; gives every answer. */
function answers(pieces: readonly string[]): (number | undefined)[] {
  const clock = new ArrivalClock(AWAITED);
  return pieces.map((piece, index) => clock.take(piece, 1_000_000n + 10n * BigInt(index)));
}

describe('the arrival of a text', () => {
  it('is that of its first byte, however it is cut', () => {
    assert.deepEqual(answers(['\n', 'kernel\n', `x${AWAITED}event`]), [undefined, undefined, 20]);
    assert.deepEqual(answers(['\n', 'x<~lu', 'pin', 'e 0 event']), [undefined, undefined, undefined, 10]);
    const single = answers(['\n', ...Array.from(`boot\n${AWAITED}`)]);
    assert.equal(single.at(-1), 10 * '\nboot\n'.length);
    assert.ok(single.slice(0, -1).every((answer) => answer === undefined));
  });
  it('is not that of something similar before it', () => {
    const pieces = ['\n', '<~lupine', ' 1 ', '<~lupine 0', '<', '~lupine 0', ' '];
    assert.deepEqual(answers(pieces).at(-1), 40);
  });
  it('may be in the piece that came first', () => {
    assert.deepEqual(answers([`\n${AWAITED}`]), [0]);
  });
});
