// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { BenchError } from '../../../harness/core/errors.js';
import { cpioParts } from '../../../harness/image/rootfs/cpio.js';
import type { NamedEntry } from '../../../harness/image/rootfs/tree.js';
import { commandNames } from '../../../harness/profile/program/commands.js';
import { readArchive } from '../../../harness/profile/program/cpio.js';
import { seeded } from '../../support/random.js';

const file = (path: string, text: string): NamedEntry => {
  return { path, kind: 'file', mode: 0o644, data: Buffer.from(text) };
};
const link = (path: string, target: string): NamedEntry => ({ path, kind: 'symlink', target });
const archiveOf = (entries: NamedEntry[]): Buffer => Buffer.concat([...cpioParts(entries)]);

describe('the files of a root in memory', () => {
  it('are those that were put there', () => {
    const archive = archiveOf([
      { path: 'etc', kind: 'directory', mode: 0o755 },
      file('etc/a', 'text'),
      file('etc/empty', ''),
      link('etc/b', '/etc/a'),
      file('größe', 'x'.repeat(1001)),
    ]);
    const { files, links } = readArchive(archive);
    assert.deepEqual(
      files.map(({ path, data }) => [path, data.toString()]),
      [
        ['/etc/a', 'text'],
        ['/etc/empty', ''],
        ['/größe', 'x'.repeat(1001)],
      ],
    );
    assert.deepEqual([...links], [['/etc/b', '/etc/a']]);
  });

  it('cannot be read where the archive is cut off or damaged', () => {
    const archive = archiveOf([file('a', 'text'), file('b', 'more')]);
    const whole = archive.indexOf('TRAILER!!!');
    for (let length = 0; length < whole; length += 7)
      assert.throws(() => readArchive(archive.subarray(0, length)), { code: 'ROOT_DAMAGED', exit: 3 });
    const random = seeded(5);
    for (let round = 0; round < 1000; round++) {
      const bytes = Buffer.from(archive);
      for (let change = 0; change < 3; change++)
        bytes[Math.floor(random() * whole)] = Math.floor(random() * 256);
      try {
        readArchive(bytes);
      } catch (error) {
        assert.ok(error instanceof BenchError && error.code === 'ROOT_DAMAGED', String(error));
      }
    }
  });
});

describe('names of programs', () => {
  it('are those under which the job starts them', () => {
    const job = 'lupine-job 1\napp /bin/server --port 1\nclient bench 1000 /usr/bin/load%20it\nfinish\n';
    const archive = archiveOf([
      link('bin', 'usr/bin'),
      file('etc/lupine/job', job),
      file('usr/bin/check', 'program'),
      file('usr/bin/load it', 'client'),
      link('usr/bin/server', 'check'),
    ]);
    assert.deepEqual(
      [...commandNames(readArchive(archive))],
      [
        ['/usr/bin/check', '/bin/server'],
        ['/usr/bin/load it', '/usr/bin/load it'],
      ],
    );
  });

  it('do not follow links in a circle', () => {
    const archive = archiveOf([file('etc/lupine/job', 'app /a\n'), link('a', 'b'), link('b', 'a')]);
    assert.deepEqual([...commandNames(readArchive(archive))], []);
  });
});
