// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { cpus, release, totalmem } from 'node:os';
import { foreign } from '../../../harness/core/foreign.js';
import { factsHere } from '../../../harness/host/facts-here.js';
import { differingFacts, fingerprintOf } from '../../../harness/host/identity.js';
import { type FactsThere, factsThere } from '../../../harness/host/remote/facts.js';
import { posixShells } from '../../support/posix-shells.js';
import { inTemp } from '../../support/temp.js';

const SAID = `machine 0123456789abcdef
kernel 6.1.0-18-amd64
cpu Some CPU @ 3.00GHz
cores 8
memoryKib 16384000
mitigation.meltdown Mitigation: PTI
governor performance
thp always [madvise] never
time 1000
`;

/** What is read of a host that says this. */
async function read(said: string, emulated = false): Promise<FactsThere> {
  const run = (): Promise<{
    status: number;
    stdout: ReturnType<typeof foreign>;
    stderr: ReturnType<typeof foreign>;
  }> => Promise.resolve({ status: 0, stdout: foreign(said), stderr: foreign('') });
  return await factsThere({ name: 'host', run, close: () => Promise.resolve() }, '/', emulated);
}

describe('what a host says of itself', () => {
  it('is short and harmless, whatever it says', async () => {
    const long = 'x'.repeat(100_000);
    const { facts } = await read(
      `kernel \u001b[2J${long}\ncores -1e9\nmemoryKib inf\nmitigation.__proto__ x\n__proto__ y\ngovernor ${long}\n`,
    );
    assert.ok(facts.kernel.startsWith('\\x1b[2J') && facts.kernel.length < 320);
    assert.deepEqual([facts.cores, facts.memoryMib, facts.cpu], [0, 0, '']);
    assert.ok((facts.settings?.['governor'] ?? '').length < 320);
  });
  it('has as many mitigations as a kernel may have, and no more', async () => {
    const lines = Array.from({ length: 5000 }, (_, index) => `mitigation.m${index} é\n`);
    assert.equal(Object.keys((await read(lines.join(''))).facts.mitigations).length, 100);
  });
  it('makes another host of one with another setting, and names it', async () => {
    const one = await read(SAID);
    const other = await read(SAID.replace('[madvise] never', 'madvise [never]'));
    assert.notEqual(one.fingerprint, other.fingerprint);
    assert.notEqual(fingerprintOf('another', one.facts), one.fingerprint);
    const change = ['thp', 'always [madvise] never', 'always madvise [never]'];
    assert.deepEqual(differingFacts(one.facts, other.facts), [change]);
    const { settings: _, ...older } = one.facts;
    assert.deepEqual(differingFacts(older, other.facts), []);
    assert.deepEqual(differingFacts(one.facts, (await read(SAID, true)).facts), [
      ['emulated', 'false', 'true'],
    ]);
  });
  it('shows a processor that is emulated', async () => {
    assert.equal((await read('cpu QEMU TCG CPU version 2.5+\n')).facts.emulated, true);
    assert.equal((await read(SAID)).facts.emulated, undefined);
  });
  it('is what is known of this machine otherwise', async () => {
    const { facts, state } = await factsHere();
    assert.deepEqual(
      [facts.cores, facts.memoryMib, facts.kernel],
      [cpus().length, Math.round(totalmem() / 2 ** 20), release()],
    );
    assert.ok((state.freeMemoryMib ?? 0) > 0 && state.freeDiskMib !== undefined);
    assert.ok(Math.abs(state.clockAheadS ?? 99) <= 5);
  });
  for (const { name, host } of posixShells())
    it(`is the same with ${name}`, async () => {
      await inTemp(async (dir) => {
        const [there, here] = [await factsThere(await host(dir), dir, false), await factsHere()];
        assert.deepEqual([there.facts, there.fingerprint], [here.facts, here.fingerprint]);
      });
    });
});
