// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { KERNEL_TIMEOUT } from '../support/guest.js';
import { bootCommands, bootQuietly, passedLines } from './support/commands.js';
import { full } from './support/effort.js';
import { type TestKernel, testKernel } from './support/kernels.js';

const SEGV = 'got signal 11';
const SILENT = 'ended with 0';

/** Bad programs that the machine survives: fate without KML, fate with it. */
const FATES: Record<string, [plain: string, kml: string]> = {
  'null-read': [SEGV, SEGV],
  'null-write': [SEGV, SEGV],
  'null-exec': [SEGV, SEGV],
  'unmapped-exec': [SEGV, SEGV],
  'data-exec': [SEGV, SEGV],
  'non-canonical-read': [SEGV, SEGV],
  'non-canonical-exec': [SEGV, SEGV],
  'constant-write': [SEGV, SEGV],
  'low-stack': [SEGV, SEGV],
  'stack-overflow': [SEGV, SEGV],
  breakpoint: ['got signal 5', 'got signal 5'],
  undefined: ['got signal 4', 'got signal 4'],
  divide: ['got signal 8', 'got signal 8'],
  'kernel-unmapped-read': [SEGV, SEGV],
  'kernel-unmapped-write': [SEGV, SEGV],
  'kernel-text-write': [SEGV, SEGV],
  'return-to-kernel': [SEGV, SEGV],
  'return-on-kernel-stack': [SEGV, SEGV],
  'signal-on-kernel-stack': [SEGV, SEGV],
  'return-to-non-canonical': [SEGV, SEGV],
  'return-on-non-canonical-stack': [SEGV, SEGV],
  'kernel-stack-call': [SEGV, SEGV],
  'kernel-text-read': [SEGV, SILENT],
  'kernel-data-write': [SEGV, 'ended with 77'],
  in: [SEGV, SILENT],
  hlt: [SEGV, SILENT],
  'gs-read': [SEGV, SILENT],
  'control-register': [SEGV, SILENT],
  'model-register': [SEGV, SILENT],
  cli: [SEGV, SILENT],
};

const NAMES = Object.keys(FATES);
const COMMAND = `fate ${NAMES.join(' ')}`;

describe('KML: the fate of programs that do what they must not', function () {
  this.timeout(180_000);
  let kml: TestKernel;
  before(async function () {
    this.timeout(2 * KERNEL_TIMEOUT);
    await testKernel('plain');
    kml = await testKernel('kml');
  });

  /** What is printed about each, beside what they print themselves. */
  const fatesOn = async (kernel: TestKernel): Promise<string[]> => {
    const boot = await bootQuietly(kernel, [COMMAND, 'mode']);
    passedLines(boot.of('mode'));
    return passedLines(boot.of(COMMAND));
  };

  it('without KML all get a signal', async () => {
    const wanted = NAMES.map((name) => `${name} ${FATES[name]?.[0] ?? ''}`);
    assert.deepEqual(await fatesOn(await testKernel('plain')), wanted);
  });

  it('with KML faults give the same signals; what ring 0 may do happens in silence', async () => {
    const wanted = NAMES.map((name) => `${name} ${FATES[name]?.[1] ?? ''}`);
    // A call keeps flags, this one too: no way of the kernel to mend what the program broke.
    wanted.splice(NAMES.indexOf('cli'), 0, 'interrupts are off after the near call');
    assert.deepEqual(await fatesOn(kml), wanted);
  });

  it('popf turns interrupts off, which in ring 3 it does not', async () => {
    const plain = await bootQuietly(await testKernel('plain'), ['fate popf']);
    assert.deepEqual(passedLines(plain.of('fate popf')), ['popf ended with 60']);
    const { of } = await bootQuietly(kml, ['fate popf', 'mode']);
    assert.deepEqual(passedLines(of('fate popf')), ['popf ended with 61']);
  });

  it('a process that goes to ring 3 by itself lives there: calls, faults, ticks', async () => {
    const boot = await bootQuietly(kml, ['fate ring-3', 'mode']);
    assert.deepEqual(passedLines(boot.of('fate ring-3')), ['ring-3 ended with 66']);
  });

  it('a step into the kernel is wondered at, and ends', async () => {
    // 6.1 prints what it has to say at the next tick.
    const { decoded, of } = await bootCommands(kml, ['fate step-in-kernel', 'restart']);
    assert.deepEqual(passedLines(of('fate step-in-kernel')), ['step-in-kernel ended with 80']);
    passedLines(of('restart'));
    assert.match(decoded.kernel.join('\n'), /WARNING: .* exc_debug/);
  });

  it('int $0x80 is an interrupt that nobody handles, and no more', async () => {
    const { decoded, of } = await bootCommands(kml, ['fate int-80', 'mode']);
    assert.deepEqual(passedLines(of('fate int-80')), ['int-80 ended with 0']);
    passedLines(of('mode'));
    assert.match(decoded.kernel.join('\n'), /No irq handler for (?:vector|0\.128)/);
  });

  it('a uprobe on a near call works; one on a syscall instruction ends the process, and no more', async () => {
    const onTrap = /^on syscall: (\d+)$/;
    const plain = await bootCommands(await testKernel('plain'), ['uprobes-on-calls', 'mode']);
    const [without = ''] = passedLines(plain.of('uprobes-on-calls'));
    assert.ok(Number(onTrap.exec(without)?.[1]) > 255, `without KML a signal ends it too: ${without}`);
    const { decoded, of } = await bootCommands(kml, ['uprobes-on-calls', 'mode']);
    assert.deepEqual(passedLines(of('uprobes-on-calls')), [
      ...['on syscall: 267', 'on a near call: 42', 'on a near call above data: 42'],
    ]);
    passedLines(of('mode'));
    assert.doesNotMatch(decoded.kernel.join('\n'), /Oops|BUG|WARNING/);
  });

  it('a jump to an unmapped address of the kernel is an Oops that ends only the process', async () => {
    const { decoded, of } = await bootCommands(kml, ['fate kernel-unmapped-exec', 'births 50', 'mode']);
    assert.deepEqual(passedLines(of('fate kernel-unmapped-exec')), ['kernel-unmapped-exec got signal 9']);
    passedLines(of('births 50'));
    passedLines(of('mode'));
    const said = decoded.kernel.join('\n');
    assert.match(said, /BUG: unable to handle page fault for address: ffffc12345678000/);
    assert.match(said, /#PF: supervisor instruction fetch in kernel mode/);
  });

  it('a stack pointer into unmapped memory of the kernel is a double fault, which ends the machine', async () => {
    const { decoded, status } = await bootCommands(kml, ['fate kernel-stack-pointer'], { timeoutMs: 60_000 });
    assert.equal(decoded.ending, 'panic', decoded.kernel.join('\n'));
    assert.match(decoded.kernel.join('\n'), /double fault/);
    assert.equal(status, 0, 'the panic resets the machine');
  });

  it('descriptor-table: an empty descriptor table resets the machine, without a word', async () => {
    const { decoded, status } = await bootCommands(kml, ['fate descriptor-table']);
    assert.equal(decoded.ending, 'garbled');
    assert.equal(status, 0);
  });

  // Only at night: each is given up after a while.
  for (const name of full ? ['gs-base', 'gs-selector'] : []) {
    it(`${name}: the kernel cannot live without its GS, and hangs`, async () => {
      const { decoded, status } = await bootCommands(kml, [`fate ${name}`], { timeoutMs: 30_000 });
      assert.equal(decoded.ending, 'garbled');
      assert.equal(status, undefined);
    });
  }
});
