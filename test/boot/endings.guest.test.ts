// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import type { BootRequest } from '../../harness/boot/request.js';
import type { BootResult } from '../../harness/boot/types.js';
import { artifactAt, idOf } from '../../harness/core/artifact.js';
import type { Machine } from '../../harness/core/names.js';
import { bootHere } from '../../harness/host/local-boot.js';
import { createQemu } from '../../harness/vmm/qemu.js';
import type { ConsoleScript } from '../../harness/system/guest/types.js';
import { ADAPTERS, endingsOf } from '../support/endings.js';
import { becomes, processes } from '../support/processes.js';
import { playingGuest } from '../support/playing-guest.js';
import { inTemp } from '../support/temp.js';

interface Played {
  script: ConsoleScript;
  machine?: Machine;
  timeoutMs?: number;
  memoryMib?: number;
  clients?: readonly string[];
}

/** Boots the guest that plays endings. */
async function play(letters: string, played: Played): Promise<BootResult> {
  const { script, machine = 'microvm', timeoutMs = 60_000, memoryMib = 16, clients = [] } = played;
  const path = await playingGuest();
  const request: BootRequest = {
    ...{
      monitor: 'qemu',
      machine,
      clock: 'deterministic',
      idle: 'skipped',
      cmdline: letters,
      memoryMib,
      timeoutMs,
    },
    ...{
      artifacts: [idOf(await artifactAt('kernel', path))],
      consoleBytes: 1024 * 1024,
      observer: script,
      bound: false,
    },
    expects: { checks: [], clients, reportsMain: true, tscHz: 1_000_000_000, limitMs: 0 },
  };
  const { signal } = new AbortController();
  return await inTemp((dir) => bootHere({ monitor: createQemu(), request, files: () => path, dir, signal }));
}

const verdictOf = ({ ending, failure }: BootResult): string => failure?.code ?? ending;

/** What a guest that hangs may take; whoever judges it later says the same. */
const HANG_MS = 1500;

describe('how systems that bring their own kernel end', () => {
  for (const adapter of ADAPTERS) {
    for (const { what, letters, verdicts, hangs = false } of endingsOf(adapter)) {
      it(`one that ${adapter.name}: ${what}`, async () => {
        const result = await play(letters, {
          script: adapter.script,
          ...(hangs ? { timeoutMs: HANG_MS } : {}),
        });
        assert.ok(
          verdicts.includes(verdictOf(result)),
          `${verdictOf(result)}: ${result.failure?.message ?? ''}`,
        );
      });
    }
  }

  const [adapter = assert.fail()] = ADAPTERS;

  it('the time of main is the same in every boot, on both machines', async () => {
    for (const machine of ['microvm', 'pc'] as const) {
      const times = [
        await play('mke', { ...adapter, machine }),
        await play('mke', { ...adapter, machine }),
      ].map(({ report }) => report?.tsc['main']);
      assert.ok((times[0] ?? 0n) > 0n);
      assert.equal(times[0], times[1]);
    }
  });

  it('what a program prints between its lines is its output', async () => {
    const script = {
      ...adapter.script,
      clients: { load: { begin: 'client begins', end: 'client ends {status}' } },
    };
    const { ending, report } = await play('mpke', { script, clients: ['load'] });
    assert.deepEqual(
      [ending, report?.clients],
      ['ok', [{ name: 'load', status: 0, stdout: '"GET","1000.00"\n', stderr: '' }]],
    );
    assert.equal(verdictOf(await play('mke', { script, clients: ['load'] })), 'BOOT_REPORT_MISMATCH');
  });

  it('a monitor that somebody else ended says so, and its status 0 proves nothing', async () => {
    const script: ConsoleScript = { ...adapter.script, end: { exit: [0] } };
    const marker = 'mkl ended from elsewhere';
    // A moment later than its start, so that the guest has printed what it should.
    const killed = becomes(async () => {
      const all = await processes();
      const found = all.find(({ command }) => command.startsWith('qemu') && command.includes(marker));
      if (found === undefined) return false;
      await setTimeout(1500);
      return process.kill(found.pid, 'SIGTERM');
    });
    const result = await play(marker, { script });
    await killed;
    assert.equal(verdictOf(result), 'GUEST_END', result.failure?.message);
  });

  it('a floor that is not monotone: more memory may be too little', async () => {
    const verdicts = [];
    for (const memoryMib of [6, 8, 10])
      verdicts.push(
        verdictOf(
          await play('mzke', { ...adapter, memoryMib, ...(memoryMib === 8 ? { timeoutMs: HANG_MS } : {}) }),
        ),
      );
    assert.deepEqual(verdicts, ['ok', 'BOOT_TIMEOUT', 'ok']);
  });
});
