// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { derivedSystem } from '../../harness/ablation/fragment.js';
import { type Side, drifted, outcomeOf, variantOf } from '../../harness/ablation/variants.js';
import { parseFragment } from '../../harness/image/kernel/fragments.js';
import type { PlannedCategory } from '../../harness/plan/ablation.js';

const side = (name: string, values: Record<string, string>): Side => ({
  system: {
    ...{
      kind: 'linux',
      name,
      title: name,
      summary: '',
      baseConfig: 'allnoconfig',
      fragments: [],
      cmdline: 'quiet',
    },
    ...{ family: 'a', subject: false, make: [], patches: [] },
    notes: { deterministic: [], wall: [] },
  },
  requests: [],
  values: new Map(Object.entries(values)),
});
const SMALL = side('small', { OLD: 'y', HZ: '100' });
const LARGE = side('large', { NFS: 'y', NFS_V4: 'y', SUNRPC: 'y', HZ: '250' });
const CATEGORY: PlannedCategory = {
  ...{ name: 'files', title: 'Files', summary: '', paper: '' },
  options: [
    { name: 'HZ', from: '100', to: '250' },
    { name: 'NFS', from: 'n', to: 'y' },
    { name: 'NFS_V4', from: 'n', to: 'y' },
    { name: 'OLD', from: 'y', to: 'n' },
  ],
};
const ADDED = variantOf('add', CATEGORY, SMALL, LARGE);
const REMOVED = variantOf('remove', CATEGORY, SMALL, LARGE);
const NEEDS = new Map([
  ['NFS_V4', ['NFS', 'NEVER']],
  ['NFS', ['SUNRPC', 'HZ']],
]);
const config = (values: Record<string, string>): Map<string, string> => new Map(Object.entries(values));

describe('a kernel with one category', () => {
  it('more asks for its options as the large kernel has them', () => {
    assert.equal(ADDED.name, 'small+files');
    assert.deepEqual(
      ADDED.wishes.map(({ name, value }) => `${name}=${value}`),
      ['HZ=250', 'NFS=y', 'NFS_V4=y', 'OLD=n'],
    );
  });
  it('less asks for them as the small kernel has them', () => {
    assert.equal(REMOVED.name, 'large-files');
    assert.deepEqual(
      REMOVED.wishes.map(({ name, value }) => `${name}=${value}`),
      ['HZ=100', 'NFS=n', 'NFS_V4=n', 'OLD=y'],
    );
  });
  it('brings along what hardly any of it comes without, but takes nothing else away', () => {
    const category = { ...CATEGORY, along: ['SUNRPC'] };
    const names = (series: 'add' | 'remove'): string[] =>
      variantOf(series, category, SMALL, LARGE).wishes.map(({ name, value }) => `${name}=${value}`);
    assert.deepEqual(names('add').at(-1), 'SUNRPC=y');
    assert.deepEqual(names('remove').at(-1), 'OLD=y');
  });
  it('keeps what both kernels have alike', () => {
    const both = { SAME: 'y', CUBIC: 'y' };
    const small = side('small', { ...both, HZ: '100' });
    const large = side('large', { ...both, HZ: '250' });
    const lost = drifted({ side: small, target: large }, config({ SAME: 'y', RENO: 'y', HZ: '250' }));
    assert.deepEqual(
      lost.map(({ name, value }) => `${name}=${value}`),
      ['CUBIC=y', 'RENO=n'],
    );
  });
  it('has nothing to say when all of it came, and nothing else', () => {
    const { leftOut, followed } = outcomeOf(ADDED, config({ HZ: '250', NFS: 'y', NFS_V4: 'y' }), NEEDS);
    assert.deepEqual([leftOut, followed], [[], []]);
  });
  it('names what was left out with the first options outside that it needs', () => {
    const { leftOut } = outcomeOf(ADDED, config({ HZ: '250', OLD: 'y' }), NEEDS);
    assert.deepEqual(leftOut, [
      { name: 'NFS', needs: ['SUNRPC'] },
      { name: 'NFS_V4', needs: ['SUNRPC'] },
      { name: 'OLD', needs: [] },
    ]);
  });
  it('names what came along', () => {
    const { followed } = outcomeOf(ADDED, config({ HZ: '250', NFS: 'y', NFS_V4: 'y', CRC32: 'y' }), NEEDS);
    assert.deepEqual(followed, [{ name: 'CRC32', from: 'n', to: 'y' }]);
  });
  it('becomes a system with a fragment that reads as what Kconfig took', () => {
    const requests = [
      { name: 'NFS', value: 'y', origin: '' },
      { name: 'OLD', value: 'n', origin: '' },
    ];
    const { system, text } = derivedSystem(ADDED, requests, 'nfs.off');
    assert.deepEqual(system, {
      name: 'small+files',
      title: 'small, with Files',
      summary: 'The category "files" of kernel/ablation.yaml put on top of small.',
      base: 'small',
      fragment: 'kernels/small+files.config',
      sha256: createHash('sha256').update(text).digest('hex'),
      cmdline: 'nfs.off',
    });
    const read = parseFragment(text, 'a.config');
    assert.deepEqual(
      read.map(({ name, value }) => `${name}=${value}`),
      ['NFS=y', 'OLD=n'],
    );
  });
});
