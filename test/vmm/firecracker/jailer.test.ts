// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rawText } from '../../../harness/core/foreign.js';
import { packagePath } from '../../../harness/core/paths.js';
import { createFirecracker } from '../../../harness/vmm/firecracker/firecracker.js';
import { runStandIn } from '../../support/firecracker.js';

const JAILER = packagePath('test', 'vmm', 'firecracker', 'jailer.sh');

/** Name, by number, of the user that a jailed guest's files belong to. */
const ownerOf = async (path: string): Promise<number> => (await stat(path)).uid;

describe("a guest under what plays Firecracker's jailer", function () {
  this.timeout(60_000);

  if (process.getuid?.() !== 0) {
    it('needs root', () =>
      assert.rejects(
        runStandIn({ jailer: JAILER }, () => undefined),
        { code: 'JAILER_ROOT', exit: 3 },
      ));
    return;
  }

  it('has a root folder and a user of its own, and its console byte for byte', () =>
    runStandIn(
      {
        ...{ prints: 'K\r\n', jailer: JAILER },
        change: async (dir) => {
          await writeFile(join(dir, 'root.ext2'), Buffer.alloc(4096));
          return { disk: join(dir, 'root.ext2'), awaited: 'K' };
        },
      },
      async (exit, { consolePath, disk = '' }, dir) => {
        assert.deepEqual([exit.kind, exit.status], ['exited', 0], rawText(exit.stderr));
        assert.equal(await readFile(consolePath, 'latin1'), 'K\r\n');
        assert.notEqual(exit.awaitedNs, undefined);
        assert.deepEqual(await readFile(disk), Buffer.alloc(4096));
        const id = exit.argv[exit.argv.indexOf('--id') + 1] ?? '';
        const root = join(dir, 'jail', 'firecracker', id, 'root');
        assert.ok((await ownerOf(join(root, 'kernel'))) >= 1_900_000_000);
        assert.equal((await readFile(join(root, 'disk'))).toString('latin1', 0, 7), 'changed');
      },
    ));

  it('fails by its own words when the jailer refuses', () =>
    runStandIn({ jailer: 'false' }, ({ kind, status }) => {
      assert.deepEqual([kind, status], ['vmm-failed', 1]);
    }));

  it('ends with its time limit, and nothing is left running', () =>
    runStandIn({ ends: 'hang', jailer: JAILER, change: () => ({ timeoutMs: 1500 }) }, ({ kind }) => {
      assert.equal(kind, 'timeout');
    }));

  it('is said to be kept from the host by the jailer', async () => {
    const { has, lacks } = await createFirecracker({ program: 'true', jailer: JAILER }).protection();
    assert.ok(has.includes('a root folder with nothing but its own files'));
    assert.deepEqual(lacks, []);
  });
});
