// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../../harness/core/errors.js';
import { tenderOf } from '../../../harness/image/solo5/tender.js';
import { failsWith } from '../../support/errors.js';
import { fakeMonitor } from '../../support/fake-monitor.js';
import { solo5Image } from '../../support/solo5-image.js';
import { inTemp } from '../../support/temp.js';

const artifacts = [{ name: 'tender', next: '' }];

describe("what runs a system's images", () => {
  it('is the tender that the system names, for images that it takes', () =>
    inTemp(async (dir) => {
      const [kernel, tender] = [join(dir, 'guest.hvt'), join(dir, 'solo5-hvt')];
      await writeFile(kernel, solo5Image(1, 2));
      await copyFile(await fakeMonitor(), tender);
      const found = await tenderOf({ artifacts }, kernel, () => Promise.resolve(tender));
      assert.deepEqual(
        [found?.monitor, found?.artifact.role, found?.artifact.path],
        ['solo5-hvt', 'monitor', tender],
      );
      await failsWith(
        tenderOf({ artifacts }, kernel, () => Promise.resolve(process.execPath)),
        'MONITOR_DYNAMIC',
        EXIT.couldNotMeasure,
      );
      await writeFile(kernel, solo5Image(1, 1));
      await failsWith(
        tenderOf({ artifacts }, kernel, () => assert.fail('it is asked for too early')),
        'SOLO5_ABI',
        EXIT.couldNotMeasure,
      );
    }));
  it("is the host's monitor where it names none", async () => {
    assert.equal(
      await tenderOf({ artifacts: [] }, '/nowhere', () => assert.fail('nothing is asked for')),
      undefined,
    );
  });
});
