// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { EXIT } from '../../harness/core/errors.js';
import { type SystemCatalogue, loadSystems } from '../../harness/system/catalogue.js';
import { failsWith } from '../support/errors.js';

describe('system catalogue', () => {
  let catalogue: SystemCatalogue;
  before(async () => {
    catalogue = await loadSystems(['hello', 'nginx', 'redis']);
  });

  it('resolves an app variant', () => {
    const { fragments, name } = catalogue.resolve('lupine-redis');
    assert.equal(name, 'lupine-redis');
    assert.deepEqual(
      fragments.map((path) => basename(path)),
      ['lupine-base.config', 'redis.config'],
    );
  });
  it('adds a modifier on top', () => {
    const { fragments, title } = catalogue.resolve('lupine-redis+tiny');
    assert.equal(basename(fragments.at(-1) ?? ''), 'tiny.config');
    assert.match(title, /Tiny/);
  });
  it('lists the pattern once per app', () => {
    const expected = [
      'microvm',
      'lupine-base',
      'lupine-general',
      'lupine-hello',
      'lupine-nginx',
      'lupine-redis',
    ];
    assert.deepEqual(catalogue.names(), expected);
  });
  it('refuses an unknown system', () =>
    failsWith(() => catalogue.resolve('lupine-rediz'), 'SYSTEM_UNKNOWN', EXIT.usage, /lupine-rediz/));
  it('refuses the pattern itself', () =>
    failsWith(() => catalogue.resolve('lupine-<app>'), 'SYSTEM_UNKNOWN', EXIT.usage));
  it('refuses an unknown modifier', () =>
    failsWith(() => catalogue.resolve('microvm+huge'), 'MODIFIER_UNKNOWN', EXIT.usage, /\+huge/));
});
