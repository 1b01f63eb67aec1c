// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { chmod, copyFile, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hostAbilities } from '../../harness/confine/abilities.js';
import { rawText } from '../../harness/core/foreign.js';
import { printable } from '../../harness/core/printable.js';
import { buildPlugin } from '../../harness/profile/plugin.js';
import { readRawProfile } from '../../harness/profile/raw/read.js';
import type { RawProfile } from '../../harness/profile/raw/types.js';
import { monitorParts } from '../../harness/vmm/monitor-protection.js';
import { createQemu } from '../../harness/vmm/qemu.js';
import { PROFILE_BYTES, type VmExit, type VmProfile, type VmSpec } from '../../harness/vmm/types.js';
import { attackedSpec } from '../support/attack.js';
import { rightsOfQemu } from '../support/processes.js';
import { inTemp } from '../support/temp.js';
import { tinyGuest } from '../support/tiny-guest.js';

/** Runs the small guest with its instructions counted, in a folder that nobody else may enter. */
async function profiled(
  dir: string,
  profile: Partial<VmProfile> = {},
  change: Partial<VmSpec> = {},
): Promise<{ exit: VmExit; written: Buffer }> {
  const qemu = createQemu();
  const { path: plugin } = await buildPlugin(await qemu.version());
  const [watch, out] = [join(dir, 'watch'), join(dir, 'profile')];
  await writeFile(watch, '');
  const own = { plugin, watch, out, most: PROFILE_BYTES, tree: false, ...profile };
  const exit = await qemu.run({ ...(await attackedSpec(dir, '')), profile: own, ...change });
  return { exit, written: await readFile(out) };
}

/** Executions of a guest's instruction by its address. */
function executed({ phases, blocks }: RawProfile, address: bigint): number {
  const block = blocks.find((one) => one.address === address);
  return phases.flatMap(({ counts }) => counts).find((one) => one.block === block)?.first ?? 0;
}

/** First instruction of the small guest. */
const ENTRY = 0x1000c4n;

describe('a machine whose instructions are counted', function () {
  this.timeout(60_000);

  it('writes the same counts each time', () =>
    inTemp(async (dir) => {
      const first = await profiled(dir);
      assert.equal(first.exit.kind, 'exited', printable(first.exit.stderr));
      assert.equal(executed(readRawProfile(first.written), ENTRY), 1);
      const second = await profiled(dir);
      assert.deepEqual(second.written, first.written);
    }));

  it('takes a plugin and a list that only root may read', () =>
    inTemp(async (dir) => {
      const plugin = join(dir, 'own.so');
      await copyFile((await buildPlugin(await createQemu().version())).path, plugin);
      await chmod(plugin, 0o600);
      const { exit, written } = await profiled(dir, { plugin, tree: true });
      assert.equal(exit.kind, 'exited', printable(exit.stderr));
      assert.ok(readRawProfile(written).nodes.length > 0);
    }));

  it('is confined as any other, and may first write its counts when it is stopped', () =>
    inTemp(async (dir) => {
      const kernel = join(dir, 'endless');
      const guest = tinyGuest();
      // Before its end: a jump to itself.
      guest.set([0xeb, 0xfe], guest.length - 7);
      await writeFile(kernel, guest);
      const running = profiled(dir, {}, { kernel, timeoutMs: 4000 });
      const { uid, ...rights } = (await rightsOfQemu(process.pid)) ?? assert.fail('it does not run');
      assert.deepEqual(rights, { capabilities: '0000000000000000', noNewPrivileges: true, seccomp: 2 });
      const own = monitorParts(await hostAbilities(), []).has('user');
      assert.ok(own ? uid > 1000 : uid === process.getuid?.());
      const { exit, written } = await running;
      assert.equal(exit.kind, 'timeout');
      assert.ok(executed(readRawProfile(written), ENTRY + 7n) > 1000);
    }));

  it('writes no more than it may, and says so', () =>
    inTemp(async (dir) => {
      const { exit } = await profiled(dir, { most: 1000 });
      assert.match(rawText(exit.stderr), /^profile: too large/m);
      assert.ok((await stat(join(dir, 'profile'))).size <= 1000);
    }));
});
