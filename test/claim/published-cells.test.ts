// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { loadPublished } from '../../harness/claim/load.js';
import { type PublishedValue, publishedOf } from '../../harness/claim/published-cells.js';

async function found(
  scenario: string,
  app: string,
  metric: string,
  system: string,
): Promise<PublishedValue[]> {
  return publishedOf({ scenario, app, metric, system }, await loadPublished());
}

describe('what others published of a cell', () => {
  it('is found by the names that they have for a system, with its part of their own baseline', async () => {
    const [osv, ...others] = await found('boot-main', 'hello', 'boot.main', 'osv');
    assert.deepEqual(others, []);
    assert.deepEqual(
      [osv?.source, osv?.name, osv?.value, osv?.unit, osv?.baseline],
      ['UK', 'osv-rofs', 4.4, 'ms', 'lupine'],
    );
    assert.equal(osv?.ratio, 4.4 / 17.8);
    assert.deepEqual(
      (await found('memory-floor', 'redis', 'memory.floor', 'hermitux')).map(
        ({ value, unit }) => `${value} ${unit}`,
      ),
      ['13 MB'],
    );
    assert.equal((await found('boot', 'hello', 'boot.guest', 'lupine-hello'))[0]?.value, 23);
  });
  it('says in what it was not measured like that baseline', async () => {
    const all = await found('nginx', 'nginx', 'throughput.conn', 'rumprun');
    assert.deepEqual(
      all.map(({ source, unlike }) => [source, unlike]),
      [['LOG', 'page served 212 bytes, not 612 bytes']],
    );
  });
  it('is no ratio of a system to itself', async () => {
    assert.deepEqual(await found('nginx', 'nginx', 'throughput.conn', 'microvm'), []);
    assert.deepEqual(await found('lmbench', 'lmbench', 'syscall.null', 'microvm'), []);
    assert.equal((await found('boot', 'hello', 'boot.guest', 'microvm'))[0]?.value, 56);
  });
  it('is nothing for another app, metric or system', async () => {
    assert.deepEqual(await found('boot-main', 'redis', 'boot.main', 'osv'), []);
    assert.deepEqual(await found('boot-main', 'hello', 'boot.ready', 'osv'), []);
    assert.deepEqual(await found('boot-main', 'hello', 'boot.main', 'debian-cloud'), []);
    assert.deepEqual(await found('boot-main', 'hello', 'boot.main', 'constructor'), []);
  });
});
