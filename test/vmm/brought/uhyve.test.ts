// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { foreign } from '../../../harness/core/foreign.js';
import { broughtOutcome } from '../../../harness/vmm/brought/outcome.js';
import { solo5Hvt } from '../../../harness/vmm/brought/solo5-hvt.js';
import { systemCallName } from '../../../harness/vmm/brought/system-calls.js';
import { uhyve } from '../../../harness/vmm/brought/uhyve.js';
import type { VmSpec } from '../../../harness/vmm/types.js';
import { fuzzRuns } from '../../support/fuzz.js';

const spec: VmSpec = {
  ...{
    kernel: '/k',
    initramfs: '/prog',
    cmdline: '--port  8000 ',
    memoryMib: 64,
    clock: 'wall',
    timeoutMs: 1,
  },
  consolePath: '/c',
};
const tap = { name: 'tap0', enter: [] };

describe('the command line of a monitor that a system brings', () => {
  it('is for uhyve a program of Linux and its words, and variables', () => {
    assert.deepEqual(uhyve.words(spec), ['/k', '/prog', '--port', '8000']);
    const { HERMIT_MEM, HERMIT_NETIF } = uhyve.env(spec);
    assert.deepEqual([HERMIT_MEM, HERMIT_NETIF], ['64M', undefined]);
    const card = uhyve.env({ ...spec, tap });
    assert.deepEqual([card['HERMIT_NETIF'], card['HERMIT_IP']], ['tap0', '10.0.0.2']);
  });
  it('is for solo5-hvt its memory, its card, and the words of the guest, which are no options', () => {
    const { initramfs: _, ...guest } = spec;
    assert.deepEqual(solo5Hvt.words(guest), ['--mem=64', '--', '/k', '--port', '8000']);
    assert.equal(solo5Hvt.words({ ...guest, tap })[1], '--net:service=tap0');
    assert.deepEqual(solo5Hvt.env(spec), {});
  });
});

describe('what uhyve says of a system call', () => {
  const said = (text: string): string | undefined => uhyve.faultIn(foreign(text))?.message;

  it('names the last one that is missing', () => {
    assert.equal(
      said('[0][0:1][ERROR] Unsuported Linux syscall: 26\r\nx\n[ERROR] Unsuported Linux syscall: 291\n\n'),
      'not supported: system call 291 (epoll_create1).',
    );
    assert.equal(said('Unsuported Linux syscall: 999'), 'not supported: system call 999.');
    assert.equal(said('Unsuported Linux syscall: -5'), 'not supported: system call -5.');
  });
  it('is told from a page fault, of which it says where', () => {
    const fault = 'the guest used an address that it has not, 0x10, at 0x3b0c64.';
    assert.equal(said('begun: GUEST PAGE FAULT @0x10 (RIP @0x3b0c64)\naddr2line'), fault);
    assert.equal(said('GUEST PAGE FAULT @0x10\n'), undefined);
  });
  it('says nothing otherwise', () => {
    for (const text of [
      '',
      'Unsuported Linux syscall: ',
      'Unsuported Linux syscall: 1\u001b[2J',
      'Unsuported Linux syscall: 99999999999999',
    ])
      assert.equal(said(text), undefined, text);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.match(said(`${text}\nUnsuported Linux syscall: 57`) ?? '', /57 \(fork\)/);
      }),
      { numRuns: fuzzRuns },
    );
  });
  it('is called as Linux calls it', () => {
    for (const [number, name] of [
      [0, 'read'],
      [57, 'fork'],
      [334, 'rseq'],
      [335, undefined],
      [424, 'pidfd_send_signal'],
      [-1, undefined],
    ] as const)
      assert.equal(systemCallName(number), name);
  });
});

describe('how such a monitor ended', () => {
  const outcome = (result: { exitCode?: number; signal?: string }, stderr = ''): unknown =>
    broughtOutcome(undefined, result, foreign(stderr));

  it("is the guest's own end, unless somebody else ended it or it never began", () => {
    assert.deepEqual(outcome({ exitCode: 127 }), { kind: 'exited', status: 127 });
    assert.deepEqual(outcome({ exitCode: 127 }, 'confine: uhyve: No such file'), {
      kind: 'vmm-failed',
      status: 127,
    });
    assert.deepEqual(outcome({ exitCode: 1 }, 'KVM internal error'), { kind: 'exited', status: 1 });
    assert.deepEqual(outcome({ signal: 'SIGSEGV' }), { kind: 'exited', status: 139 });
    assert.deepEqual(outcome({ signal: 'SIGKILL' }), { kind: 'vmm-failed', signal: 'SIGKILL' });
    assert.deepEqual(outcome({ signal: 'SIGXFSZ' }), { kind: 'console-limit' });
    assert.deepEqual(outcome({}), { kind: 'vmm-failed' });
    assert.deepEqual(broughtOutcome('timeout', { signal: 'SIGKILL' }, foreign('')), { kind: 'timeout' });
  });
});
