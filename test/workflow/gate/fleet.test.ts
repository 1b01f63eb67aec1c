// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT, attemptError } from '../../../harness/core/errors.js';
import { inTwoStates, timed } from './scripted-gate.js';

describe('a gate on several hosts', function () {
  this.timeout(120_000);

  it('measures on all of them, and each pair of boots on one of them', () =>
    inTwoStates(async ({ gate, write }) => {
      for (const side of ['base', 'head'] as const)
        await write(side, { 'scenarios/again.yaml': timed('again'), 'scenarios/third.yaml': timed('third') });
      const made: string[] = [];
      const machines = ['one', 'two'];
      const { code, document, boots } = await gate({
        ...{ boot: () => 1_000_000, names: ['start', 'again', 'third'], machines, host: machines },
        onHost: (name) => made.push(name),
      });
      assert.deepEqual([code, document.verdict, document.metrics.length], [EXIT.ok, 'pass', 3]);
      assert.deepEqual([...new Set(made)].sort(), machines);
      assert.equal(boots.length, 60);
      for (const { pairs } of document.metrics) assert.equal(pairs?.length, 10);
    }));

  it('decides what a lost host had begun by boots of another one alone', () =>
    inTwoStates(async ({ gate, write }) => {
      for (const side of ['base', 'head'] as const)
        await write(side, { 'scenarios/again.yaml': timed('again') });
      const machines = ['one', 'two'];
      const count = new Map<string, number>();
      const { code, document } = await gate({
        ...{ boot: () => 1_000_000, names: ['start', 'again'], machines, host: machines },
        onHost: (name) => {
          count.set(name, (count.get(name) ?? 0) + 1);
          if (name === 'one' && (count.get(name) ?? 0) > 7)
            throw attemptError('SSH_LOST', 'it is gone.', 'Look at it.');
        },
      });
      assert.deepEqual([code, document.verdict, document.metrics.length], [EXIT.ok, 'pass', 2]);
      for (const { base, head } of document.metrics) assert.deepEqual([base.n, head.n], [10, 10]);
      assert.equal(count.get('two'), 40);
    }));
});
