// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { rawText } from '../../harness/core/foreign.js';
import { KERNEL_TIMEOUT, bootGuest, guestKernel, rootOf } from '../support/guest.js';

const ROUNDS = 200;
const FORM = /^(\w+(?: \d+)?(?: (?:libc|trap))?) (\d+) (\d+)$/;

/** Runs the client in a guest; instructions per round by what was called, the smallest where a line occurs again. */
async function measure(...args: string[]): Promise<Map<string, number>> {
  const client = { client: 'micro', args };
  const { result } = await bootGuest(await rootOf('micro', { purpose: 'load', clients: [client] }));
  assert.equal(result.ending, 'ok', result.failure?.message);
  const [run] = result.report?.clients ?? [];
  assert.ok(run);
  assert.equal(run.status, 0, rawText(run.stderr));
  const lines = rawText(run.stdout).split('\n');
  assert.deepEqual([lines.shift(), ...lines.splice(-2)], ['micro 1', 'done', '']);
  const found = new Map<string, number>();
  for (const line of lines) {
    const [, name = '', rounds, ticks] = FORM.exec(line) ?? assert.fail(line);
    assert.equal(Number(rounds), ROUNDS);
    const each = Math.floor(Number(ticks) / ROUNDS);
    found.set(name, Math.min(each, found.get(name) ?? each));
  }
  return found;
}

describe('micro in a guest', function () {
  this.timeout(KERNEL_TIMEOUT);
  before(() => guestKernel());

  it('calls: has every line, and a call costs more than the loop alone', async () => {
    const found = await measure('calls', '--rounds', String(ROUNDS));
    const both = ['null', 'read', 'write', 'pipe'].flatMap((name) => [`${name} libc`, `${name} trap`]);
    assert.deepEqual([...found.keys()], ['empty', ...both]);
    for (const name of both) assert.ok((found.get(name) ?? 0) > (found.get('empty') ?? 0), name);
  });

  it('fades: work is counted to the instruction', async () => {
    // Each twice: an interrupt of the timer may fall into one of them.
    const work = [0, 1, 2, 3, 1000];
    const list = [...work, ...work].join(',');
    const found = await measure('fades', '--rounds', String(ROUNDS), '--work', list);
    for (const way of ['libc', 'trap']) {
      const none = found.get(`fades 0 ${way}`) ?? assert.fail();
      for (const amount of work) assert.equal(found.get(`fades ${amount} ${way}`), none + amount, way);
    }
  });
});
