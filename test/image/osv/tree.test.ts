// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { suppliedBy } from '../../../harness/image/osv/supplied.js';
import { type OsvTreeOptions, osvTree } from '../../../harness/image/osv/tree.js';
import { type NamedEntry, Tree } from '../../../harness/image/rootfs/tree.js';
import { dynamicElf } from '../../support/dynamic-elf.js';
import { failsWith } from '../../support/errors.js';

const LIB = '/usr/lib/x86_64-linux-gnu';
const supplied = suppliedBy(Buffer.from('…\0ld-linux-x86-64.so.2\0libc.so.6\0libstdc++.so.6\0'));
const options: OsvTreeOptions = { supplied, writable: ['/data'], root: 'rofs' };

/** A root as a Linux guest has it. */
function linux(more: (tree: Tree) => void = () => undefined): NamedEntry[] {
  const tree = new Tree();
  const file = (path: string, data: Buffer): void => {
    tree.add(path, { kind: 'file', mode: 0o755, data });
  };
  file('/init', Buffer.from('PID 1'));
  file('/etc/lupine/job', Buffer.from('job'));
  file('/usr/bin/app', dynamicElf(['libz.so.1', 'libc.so.6']));
  file(`${LIB}/libz.so.1.2.13`, dynamicElf(['libc.so.6']));
  tree.add(`${LIB}/libz.so.1`, { kind: 'symlink', target: 'libz.so.1.2.13' });
  file(`${LIB}/libc.so.6`, dynamicElf(['ld-linux-x86-64.so.2']));
  file(`${LIB}/libstdc++.so.6.0.30`, dynamicElf(['libc.so.6']));
  tree.add(`${LIB}/libstdc++.so.6`, { kind: 'symlink', target: 'libstdc++.so.6.0.30' });
  file(`${LIB}/ld-linux-x86-64.so.2`, dynamicElf([]));
  tree.add('/lib64/ld-linux-x86-64.so.2', { kind: 'symlink', target: `${LIB}/ld-linux-x86-64.so.2` });
  tree.addDirectory('/data');
  more(tree);
  return tree.entries();
}

const paths = (entries: readonly NamedEntry[]): string[] =>
  entries.filter(({ kind }) => kind !== 'directory').map(({ path }) => path);

const textOf = (entries: readonly NamedEntry[], wanted: string): string | undefined => {
  const entry = entries.find(({ path }) => path === wanted);
  return entry?.kind === 'file' ? entry.data.toString() : undefined;
};

describe('a root for OSv', () => {
  it('has the files of the app, without those that the kernel supplies or only Linux needs', () => {
    assert.deepEqual(paths(osvTree(linux(), options)), [
      'bin' /* Debian has everything below /usr */,
      'etc/fstab',
      'etc/hosts',
      'etc/mnttab',
      'lib',
      'usr/bin/app',
      'usr/lib/libz.so.1',
      'usr/lib/libz.so.1.2.13',
      'usr/lib/x86_64-linux-gnu',
    ]);
  });

  it('has its mount points, and RAM where the app writes on a disk', () => {
    const entries = osvTree(linux(), options);
    for (const wanted of ['dev', 'proc', 'sys', 'tmp', 'data'])
      assert.ok(
        entries.some(({ path, kind }) => path === wanted && kind === 'directory'),
        wanted,
      );
    const always =
      'none /dev devfs defaults 0 0\nnone /proc procfs defaults 0 0\nnone /sys sysfs defaults 0 0\n';
    const memory = 'none /tmp ramfs defaults 0 0\nnone /data ramfs defaults 0 0\n';
    assert.equal(textOf(entries, 'etc/fstab'), always + memory);
    assert.equal(textOf(osvTree(linux(), { ...options, root: 'ramfs' }), 'etc/fstab'), always);
  });

  it('keeps the app’s own tables', () => {
    const own = linux((tree) => {
      tree.add('/etc/hosts', { kind: 'file', mode: 0o644, data: Buffer.from('10.0.0.1 me\n') });
    });
    assert.equal(textOf(osvTree(own, options), 'etc/hosts'), '10.0.0.1 me\n');
  });

  it('brings the C++ library to a kernel that keeps its own to itself', () => {
    const hidden = suppliedBy(Buffer.from('\0ld-linux-x86-64.so.2\0libc.so.6\0'));
    const has = paths(osvTree(linux(), { ...options, supplied: hidden }));
    assert.ok(has.includes('usr/lib/libstdc++.so.6') && has.includes('usr/lib/libstdc++.so.6.0.30'));
  });

  it('names a library that is missing, and who needs it', async () => {
    const lacks = linux((tree) => {
      tree.add('/usr/bin/other', {
        kind: 'file',
        mode: 0o755,
        data: dynamicElf(['libc.so.6', 'libnope.so.3']),
      });
    });
    const message = /^\/usr\/bin\/other needs libnope\.so\.3/;
    await failsWith(() => osvTree(lacks, options), 'OSV_LIBRARY_MISSING', 3, message);
    const dangling = linux((tree) => {
      tree.add('/usr/bin/other', { kind: 'file', mode: 0o755, data: dynamicElf(['libgone.so.1']) });
      tree.add(`${LIB}/libgone.so.1`, { kind: 'symlink', target: 'libgone.so.1.0' });
    });
    await failsWith(() => osvTree(dangling, options), 'OSV_LIBRARY_MISSING', 3, /libgone/);
  });

  it('finds libraries where a program says that they are', () => {
    const own = linux((tree) => {
      const needs = dynamicElf(['libown.so.1', 'libfar.so.1'], `$ORIGIN/../share:${LIB}/far`);
      tree.add('/opt/bin/app', { kind: 'file', mode: 0o755, data: needs });
      tree.add('/opt/share/libown.so.1', { kind: 'file', mode: 0o644, data: dynamicElf([]) });
      tree.add(`${LIB}/far/libfar.so.1`, { kind: 'file', mode: 0o644, data: dynamicElf([]) });
    });
    const has = paths(osvTree(own, options));
    assert.ok(has.includes('opt/share/libown.so.1') && has.includes('usr/lib/far/libfar.so.1'));
  });

  it('refuses two different files that would be one', async () => {
    const twice = linux((tree) => {
      tree.add('/usr/lib/libz.so.1.2.13', { kind: 'file', mode: 0o755, data: Buffer.from('another') });
    });
    await failsWith(() => osvTree(twice, options), 'ROOTFS_CONFLICT', 2);
  });
});
