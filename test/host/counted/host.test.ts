// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../../harness/core/errors.js';
import { countedFacts } from '../../../harness/host/counted/facts.js';
import { countedHost } from '../../../harness/host/counted/host.js';
import { type CountedMachine, countedIdentity } from '../../../harness/host/counted/machine.js';
import { hostsFault } from '../../../harness/inventory/fault.js';
import { carriedQemu } from '../../../harness/vmm/qemu-carried.js';
import { createQemu } from '../../../harness/vmm/qemu.js';
import { failsWith } from '../../support/errors.js';

const kernel = { role: 'kernel', path: '/k', sha256: 'a'.repeat(64), bytes: 1 } as const;
const machine: CountedMachine = {
  ...{ outer: createQemu('qemu'), monitor: 'qemu', outerVersion: '7.2.22', inner: carriedQemu },
  kernel: { artifact: kernel, version: 'linux 6.1', cmdline: 'quiet' },
  root: { archive: '/r', sha256: 'b'.repeat(64), version: '7.2.22 (Debian)', packages: [] },
};

describe('a host that is counted', () => {
  it('is another one with another monitor around it or on it, another kernel or command line', () => {
    const others: CountedMachine[] = [
      { ...machine, outerVersion: '7.2.23' },
      { ...machine, root: { ...machine.root, sha256: 'c'.repeat(64) } },
      { ...machine, kernel: { ...machine.kernel, artifact: { ...kernel, sha256: 'd'.repeat(64) } } },
      { ...machine, kernel: { ...machine.kernel, cmdline: 'loud' } },
    ];
    const names = [machine, ...others].map(countedIdentity);
    assert.equal(new Set(names).size, names.length);
    assert.ok(names.every((name) => /^deterministic-kvm-[0-9a-f]{8}$/.test(name)));
    const elsewhere = { ...machine, root: { ...machine.root, archive: '/elsewhere' } };
    assert.equal(countedIdentity(elsewhere), countedIdentity(machine));
  });

  it('says that it is emulated and counted, by what, and what is on it', () => {
    const { emulated, counted, cores } = countedFacts(machine);
    assert.deepEqual([emulated, cores], [true, 1]);
    assert.deepEqual(counted, {
      ...{ by: 'qemu 7.2.22', monitor: 'qemu 7.2.22 (Debian)' },
      ...{ kernelSha256: 'a'.repeat(64), rootSha256: 'b'.repeat(64) },
    });
  });

  it('has a name that no host of an inventory may have', () => {
    const fault = hostsFault([{ name: 'deterministic-kvm', address: '10.0.0.1' }], ['hosts']);
    assert.ok(fault !== undefined);
  });

  it('has no clock but the counted one, no load from outside, and needs a monitor that it can carry', async () => {
    const { carried: _carried, ...bare } = createQemu('qemu');
    const host = countedHost([bare], { kernel: () => assert.fail('a kernel was built for nothing') });
    assert.equal(host.counts, 'kvm-host');
    assert.equal((await host.kvm('qemu')).kvm, false);
    await failsWith(host.requireGuestNetwork(), 'CLOCK_HOST_LOAD', EXIT.usage);
    await failsWith(host.identity(), 'MONITOR_CARRIED', EXIT.couldNotMeasure, /none of the monitors qemu/);
  });
});

describe('QEMU as it is carried to another machine', () => {
  it('says its version in its bytes', () => {
    const program = Buffer.from('\x7fELF..\0QEMU emulator version 7.2.22 (Debian 1:7.2)\nCopyright\0rest');
    assert.equal(carriedQemu.versionIn(program), '7.2.22 (Debian 1:7.2)');
    assert.equal(carriedQemu.versionIn(Buffer.from('\x7fELF another program')), undefined);
  });
});
