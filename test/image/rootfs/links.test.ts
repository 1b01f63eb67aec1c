// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../../harness/core/errors.js';
import { throughLinks } from '../../../harness/image/rootfs/links.js';
import { failsWith } from '../../support/errors.js';

const LINKS: Readonly<Record<string, string>> = {
  lib: 'usr/lib',
  'var/run': '/run',
  'usr/lib/a': '../share/./a/',
  up: '../../..',
  circle: 'circle',
};
const through = (path: string, last = false): string => throughLinks(path, (at) => LINKS[at], last);

describe('links on the way to a path', () => {
  it('are followed as the kernel follows them', () => {
    assert.equal(through('etc/x'), 'etc/x');
    assert.equal(through('lib/x'), 'usr/lib/x');
    assert.equal(through('var/run/x/y'), 'run/x/y');
    assert.equal(through('lib/a/x'), 'usr/share/a/x');
    assert.equal(through('up/x'), 'x');
  });
  it('are followed at the end on demand', () => {
    assert.equal(through('lib/a'), 'usr/lib/a');
    assert.equal(through('lib/a', true), 'usr/share/a');
    assert.equal(through('up', true), '');
  });
  it('may not lead in a circle', () =>
    failsWith(() => through('circle/x'), 'ROOTFS_LINKS', EXIT.usage, /^\/circle\/x leads/));
});
