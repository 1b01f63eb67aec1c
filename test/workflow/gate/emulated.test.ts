// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { inTwoStates } from './scripted-gate.js';

/** A host whose guests are so slow that nothing but an emulator can be behind it. */
const parts = { kvm: { kvm: true, kvmReason: 'it is slow.', emulated: true } };

describe('a gate on an emulated host', function () {
  this.timeout(120_000);

  it('has no verdict, and says why', () =>
    inTwoStates(async ({ gate }) => {
      const { code, document } = await gate({ parts, boots: 12, maxBoots: 20 });
      assert.deepEqual([code, document.verdict], [3, 'could not measure']);
      assert.match(JSON.stringify(document.metrics), /HOST_EMULATED/);
      assert.ok(document.notes.some((note) => /emulated, .* left out; --allow-emulated/.test(note)));
    }));

  it('has one for who allows it, with a warning', () =>
    inTwoStates(async ({ gate }) => {
      const boot = ({ side, nth }: { side: string; nth: number }): number =>
        (side === 'base' ? 1000 : 2000) + (nth % 7);
      const { document } = await gate({ parts, boot, emulated: 'allowed' });
      assert.equal(document.verdict, 'regression');
      assert.ok(document.notes.some((note) => note.includes('--allow-emulated was given')));
    }));
});
