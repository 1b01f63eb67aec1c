// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { containerImage } from '../../../../harness/image/rootfs/oci/image.js';
import { runTags } from '../../../../harness/image/rootfs/oci/tags.js';
import { ContainerStore } from '../../../support/container.js';
import { withRegistry } from '../../../support/registry.js';
import { inTemp, withCache } from '../../../support/temp.js';

describe('a tag of a container image', function () {
  this.timeout(120_000);
  const store = new ContainerStore();
  const entry = (text: string) =>
    ({ path: 'app', kind: 'file', mode: 0o755, data: Buffer.from(text) }) as const;
  const [first, second] = [store.image([[entry('first')]]), store.image([[entry('second')]])];

  it('is asked for at the registry only once, until it is to be asked again', () =>
    inTemp((dir) =>
      withCache(join(dir, 'cache'), () => {
        const registryTags = { moving: first.digest };
        return withRegistry(store, registryTags, async ({ host, asked }) => {
          const name = `${host}/test/app:moving`;
          const notes: string[] = [];
          const ask = async (tags = runTags()): Promise<string> =>
            (await containerImage(name, { appDir: '/', tags, onNote: (text) => notes.push(text) })).used
              .manifest;
          assert.equal(await ask(), first.digest);
          const before = asked.length;
          registryTags.moving = second.digest;
          assert.equal(await ask(), first.digest);
          assert.equal(asked.length, before);
          const again = runTags(true);
          assert.deepEqual([await ask(again), await ask()], [second.digest, second.digest]);
          registryTags.moving = first.digest;
          assert.equal(await ask(again), second.digest, 'within a run a tag is one image');
          assert.match(
            notes.join('\n'),
            /^\S+:moving is the image that it named on \d{4}-\d\d-\d\d; --refresh/,
          );
        });
      }),
    ));
});
