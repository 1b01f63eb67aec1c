// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { foreign } from '../../../harness/core/foreign.js';
import { timerAddress } from '../../../harness/vmm/firecracker/boot-timer.js';
import { createFirecracker } from '../../../harness/vmm/firecracker/firecracker.js';
import { versionIn } from '../../../harness/vmm/firecracker/version.js';
import { firecrackerStandIn } from '../../support/firecracker.js';
import { inTemp } from '../../support/temp.js';

const versionOf = (version: string): Promise<string> =>
  inTemp(
    async (dir) => await createFirecracker({ program: await firecrackerStandIn(dir, version) }).version(),
  );

describe("Firecracker's version", () => {
  it('is what it prints, from 1.0 on', async () => {
    for (const version of ['1.0.0', '1.16.1', '2.3.4', '1.17.0-dev'])
      assert.equal(await versionOf(version), version);
  });

  it('is refused when its files and statuses are others', async () => {
    await assert.rejects(versionOf('0.25.2'), {
      code: 'FIRECRACKER_OLD',
      exit: 3,
      message: /Firecracker 0\.25\.2/,
    });
  });

  it('is missing where there is no program, and the line to get one is said', async () => {
    const gone = createFirecracker({ program: join('/nowhere', 'firecracker') });
    await assert.rejects(gone.version(), {
      code: 'FIRECRACKER_MISSING',
      exit: 3,
      next: /LUPINE_BENCH_FIRECRACKER=/,
    });
  });

  it('is that of no other program', async () => {
    await assert.rejects(createFirecracker({ program: 'true' }).version(), {
      code: 'FIRECRACKER_OTHER',
      exit: 2,
    });
    for (const text of [
      'Firecracker 1.0.0',
      'QEMU emulator version 7.2',
      'xFirecracker v1.0.0',
      'Firecracker v1',
    ])
      assert.equal(versionIn(foreign(text)), undefined, text);
  });

  it('tells where the boot timer is', () => {
    const at = (text: string): number | undefined => {
      const version = versionIn(foreign(`Firecracker v${text}`));
      return version === undefined ? undefined : timerAddress(version);
    };
    assert.deepEqual(['1.0.0', '1.12.1', '1.13.0', '2.0.0'].map(at), [
      ...[0xd000_0000, 0xd000_0000, 0xc000_0000, 0xc000_0000],
    ]);
  });
});
