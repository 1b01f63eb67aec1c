// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rawText } from '../../../harness/core/foreign.js';
import { createFirecracker } from '../../../harness/vmm/firecracker/firecracker.js';
import { runStandIn } from '../../support/firecracker.js';
import { inTemp } from '../../support/temp.js';

/** A console with all bytes in it. */
const BYTES = Buffer.from(Array.from({ length: 1024 }, (_, index) => index % 256));

/** How a guest ends, what it printed, and how its run ended. */
const ENDINGS: [ends: string, kind: string, status: number | undefined, says: RegExp][] = [
  ['reset', 'exited', 0, /^$/],
  ['shutdown', 'exited', 1, /exit reason on vcpu run: Shutdown/],
  ['internal', 'kvm-failed', undefined, /KVM_EXIT_INTERNAL_ERROR/],
  ['no-kvm', 'kvm-failed', undefined, /Kvm\(Error\(13\)\)/],
  ['syscall', 'vmm-failed', 148, /bad syscall \(41\)/],
];

describe('a guest under what plays Firecracker', function () {
  this.timeout(60_000);

  for (const [ends, kind, status, says] of ENDINGS)
    it(`that ends by ${ends} is ${kind}`, () =>
      runStandIn({ prints: 'K', ends }, (exit) => {
        assert.deepEqual([exit.kind, exit.status], [kind, status], rawText(exit.stderr));
        assert.match(rawText(exit.stderr), says);
        assert.equal(exit.fault, undefined);
      }));

  it('has its console byte for byte, and the time of the first frame', () =>
    runStandIn(
      { prints: Buffer.concat([BYTES, Buffer.from('<~lupine x')]), change: () => ({ awaited: '<~lupine ' }) },
      async (exit, { consolePath }) => {
        assert.deepEqual(await readFile(consolePath), Buffer.concat([BYTES, Buffer.from('<~lupine x')]));
        assert.notEqual(exit.awaitedNs, undefined);
      },
    ));

  it('changes a copy of its disk, never the disk', () =>
    runStandIn(
      {
        change: async (dir) => {
          await writeFile(join(dir, 'root.ext2'), Buffer.alloc(1024 * 1024));
          return { disk: join(dir, 'root.ext2') };
        },
      },
      async (exit, { disk = '' }, dir) => {
        assert.equal(exit.status, 0, rawText(exit.stderr));
        assert.deepEqual(await readFile(disk), Buffer.alloc(1024 * 1024));
        assert.equal((await readFile(join(dir, 'disk'))).toString('latin1', 0, 7), 'changed');
      },
    ));

  it('that hangs is stopped in time', () =>
    runStandIn(
      { prints: 'K', ends: 'hang', change: () => ({ timeoutMs: 500 }) },
      async (exit, { consolePath }) => {
        assert.equal(exit.kind, 'timeout');
        assert.equal(await readFile(consolePath, 'latin1'), 'K');
      },
    ));

  it('is no result when a part of its console was lost', () =>
    runStandIn({ ends: 'lost' }, ({ kind, fault }) => {
      assert.deepEqual([kind, fault?.code], ['exited', 'CONSOLE_LOST']);
      assert.match(fault?.message ?? '', /12 bytes/);
    }));

  it("has the time of Firecracker's own timer", () =>
    runStandIn({ ends: 'timer' }, ({ timerNs }) => {
      assert.equal(timerNs, 12_345_000);
    }));

  it('is written down as a command that anybody can repeat', () =>
    runStandIn({}, ({ argv }, _spec, dir) => {
      const folder = (name: string): string => join(dir, name);
      assert.deepEqual(argv, [
        ...[folder('firecracker'), '--no-api', '--config-file', folder('firecracker.json')],
        ...['--log-path', folder('firecracker.log'), '--level', 'Info'],
      ]);
    }));

  it('is refused before it is made when its kernel is no ELF', () =>
    inTemp(async (dir) => {
      const kernel = join(dir, 'bzImage');
      await writeFile(kernel, 'MZ, and more');
      const spec = {
        kernel,
        cmdline: '',
        memoryMib: 16,
        clock: 'wall',
        timeoutMs: 1000,
        consolePath: join(dir, 'console'),
      } as const;
      await assert.rejects(createFirecracker({ program: 'true' }).run(spec), {
        code: 'FIRECRACKER_KERNEL',
        exit: 3,
      });
    }));

  it('is refused when it needs another machine', async () => {
    const refused = runStandIn({ change: () => ({ machine: 'pc' }) }, () => undefined);
    await assert.rejects(refused, { code: 'FIRECRACKER_MACHINE', exit: 3 });
  });
});
