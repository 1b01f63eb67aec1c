// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { qemuArgv } from '../../harness/vmm/qemu-argv.js';
import type { VmSpec } from '../../harness/vmm/types.js';

const spec: VmSpec = {
  ...{ kernel: '/k', disk: '/d', cmdline: 'quiet', memoryMib: 512, clock: 'none', timeoutMs: 1 },
  consolePath: '/c',
  host: { port: 40221, given: '/g,h', processors: 1 },
};

describe('the machine of an emulated host', () => {
  it('is emulated without counting, restarts when it resets itself, and serves one port of this machine', () => {
    const line = qemuArgv('qemu', spec, []).join(' ');
    assert.match(line, / -M q35,\S+ -accel tcg,thread=multi -cpu max,-xsave -smp 1 /);
    assert.match(
      line,
      / -netdev user,id=net,ipv6=off,restrict=on,hostfwd=tcp:127\.0\.0\.1:40221-10\.0\.2\.15:22 /,
    );
    assert.match(line, / -drive id=given,file=\/g,,h,format=raw,if=none,snapshot=on,cache=unsafe /);
    assert.doesNotMatch(line, /icount|-no-reboot/);
  });
});

describe('the machine of a guest', () => {
  const guest = (more: Partial<VmSpec>): string =>
    qemuArgv('qemu', { ...spec, host: undefined, clock: 'deterministic', ...more }, []).join(' ');

  it('is told of its devices by its command line, and only where it needs it by ACPI', () => {
    assert.match(guest({}), / -M microvm,acpi=off,pit=on,pic=on,rtc=on,isa-serial=on /);
    assert.match(guest({ acpi: true }), / -M microvm,acpi=on,pit=on,pic=on,rtc=on,isa-serial=on /);
  });
  it('has devices of the standard 1.0 alone where it knows no others, on microvm', () => {
    assert.doesNotMatch(guest({}), /force-legacy/);
    assert.match(guest({ modernVirtio: true }), / -global virtio-mmio\.force-legacy=off /);
    assert.doesNotMatch(guest({ modernVirtio: true, machine: 'pc' }), /force-legacy/);
  });
  it('may have a disk, and before it what leads to it in memory', () => {
    const line = guest({ initramfs: '/modules' });
    assert.match(line, / -initrd \/modules /);
    assert.match(line, / -drive id=root,file=\/d,/);
  });
});
