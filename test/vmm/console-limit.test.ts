// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createQemu } from '../../harness/vmm/qemu.js';
import type { VmExit, VmSpec } from '../../harness/vmm/types.js';
import { inTemp } from '../support/temp.js';

const LIMIT = 1024 * 1024;

/** Runs a VMM that is this shell script, with its console in the variable `console`; gives what became of it and of the console. */
const runVmm = (
  script: string,
  change: Partial<VmSpec> = {},
): Promise<{ exit: VmExit; bytes: number; dir: string }> =>
  inTemp(async (dir) => {
    const program = join(dir, 'qemu');
    const find = 'for word; do case $word in file,*) console=${word##*path=} ;; esac; done';
    await writeFile(program, `#!/bin/sh\n${find}\n${script}\n`, { mode: 0o755 });
    const consolePath = join(dir, 'console');
    const spec = {
      kernel: program,
      cmdline: '',
      memoryMib: 16,
      clock: 'deterministic',
      consolePath,
    } as const;
    const limits = { timeoutMs: 60_000, consoleBytes: LIMIT };
    const exit = await createQemu(program).run({ ...spec, ...limits, ...change });
    const { size: bytes } = await stat(consolePath).catch(() => ({ size: 0 }));
    return { exit, bytes, dir };
  });

describe('a VMM whose guest prints without end', () => {
  it('is stopped by the first byte too many', async () => {
    const { exit, bytes } = await runVmm('exec yes "<~lupine " >"$console"');
    assert.equal(exit.kind, 'console-limit');
    assert.ok(bytes > LIMIT && bytes <= LIMIT + 4096, `${bytes} bytes`);
  });

  it('cannot fill the disk where it takes no signals, and is stopped at the next look', async () => {
    const { exit, bytes } = await runVmm(`trap '' XFSZ; yes >"$console"; exec sleep 600`);
    assert.equal(exit.kind, 'console-limit');
    assert.ok(bytes > LIMIT && bytes <= LIMIT + 4096, `${bytes} bytes`);
  });

  it('is stopped under the wall clock too, where this process writes the console', async () => {
    const { exit, bytes } = await runVmm('exec yes "<~lupine "', { clock: 'wall' });
    assert.deepEqual([exit.kind, bytes], ['console-limit', LIMIT]);
  });

  it('is not stopped for what is just not too much', async () => {
    for (const clock of ['deterministic', 'wall'] as const) {
      const to = clock === 'wall' ? '' : '>"$console"';
      const { exit, bytes } = await runVmm(`head -c ${LIMIT} /dev/zero ${to}`, { clock });
      assert.deepEqual([exit.kind, exit.status, bytes], ['exited', 0, LIMIT]);
    }
  });

  it('may change a disk that is larger than a console may be', () =>
    inTemp(async (other) => {
      const disk = join(other, 'disk');
      await writeFile(disk, Buffer.alloc(4 * LIMIT));
      // Where QEMU keeps it: in the folder that is made for that.
      const { exit } = await runVmm(`head -c ${4 * LIMIT} /dev/zero >"\${TMPDIR:-/var/tmp}/overlay"`, {
        disk,
      });
      assert.deepEqual([exit.kind, exit.status], ['exited', 0]);
    }));

  it('leaves no core file, whatever this process may leave', async () => {
    const { exit } = await runVmm('echo "core $(ulimit -c)" >&2; exit 3');
    assert.equal(exit.stderr, 'core 0\n');
  });

  it('ends with a defect of its watch, and nothing is left running', async () => {
    const watch = {
      take: (): never => {
        throw new Error('defect');
      },
      isLost: () => false,
    };
    await assert.rejects(runVmm('echo text >"$console"; exec sleep 600', { watch }), /defect/);
  });
});
