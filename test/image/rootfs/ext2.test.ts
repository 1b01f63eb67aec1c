// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { chmod, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT } from '../../../harness/core/errors.js';
import { sha256File } from '../../../harness/core/files.js';
import { writeExt2 } from '../../../harness/image/rootfs/ext2.js';
import { Tree } from '../../../harness/image/rootfs/tree.js';
import { failsWith } from '../../support/errors.js';
import { readExt2 } from '../../support/ext2-reader.js';
import { LARGE, sampleTree } from '../../support/sample-tree.js';
import { inTemp } from '../../support/temp.js';

const WRITER = new URL('../../../harness/image/rootfs/ext2.js', import.meta.url).href;
const SAMPLE = new URL('../../support/sample-tree.js', import.meta.url).href;

const debugfs = async (image: string, command: string): Promise<string> =>
  (await execa('debugfs', ['-R', command, image])).stdout;

/** Writes the sample in another process, so that it can have another user, umask, time zone and locale. */
async function writeElsewhere(
  dir: string,
  name: string,
  surroundings: Record<string, string>,
  umask: number,
): Promise<string> {
  const own = join(dir, name);
  await mkdir(own);
  await chmod(own, 0o777);
  await chmod(dir, 0o755);
  const image = join(own, 'image');
  const script = `
    process.umask(${umask});
    const { writeExt2 } = await import(${JSON.stringify(WRITER)});
    const { sampleTree } = await import(${JSON.stringify(SAMPLE)});
    await writeExt2(sampleTree().entries(), ${JSON.stringify(image)});`;
  const run = (before: readonly string[], text: string): ReturnType<typeof execa> => {
    const [program, ...args] = [...before, process.execPath, '--input-type=module', '-e', text];
    return execa(program, args, { cwd: own, env: surroundings });
  };
  // Somebody else cannot run the program from a checkout in a home directory.
  const somebody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
  const possible = await run(somebody, `await import(${JSON.stringify(SAMPLE)})`).then(
    () => true,
    () => false,
  );
  await run(possible ? somebody : [], script);
  return await sha256File(image);
}

describe('ext2 image', function () {
  this.timeout(60_000);

  it('has every entry with its bytes, owned by root', () =>
    inTemp(async (dir) => {
      const image = join(dir, 'image');
      await writeExt2(sampleTree().entries(), image);
      const listing = await debugfs(image, 'ls -p /etc');
      const modes = listing.split('\n').flatMap((line) => {
        const [, , mode, uid, gid, name, size] = line.split('/');
        return name === undefined || name.startsWith('.') ? [] : [[name, mode, uid, gid, size]];
      });
      assert.deepEqual(modes, [
        ['"quoted" name', '100640', '0', '0', '6'],
        ['empty', '100600', '0', '0', '0'],
        ['link', '120777', '0', '0', '5'],
        ['long', '120777', '0', '0', '151'],
      ]);
      assert.match(await debugfs(image, 'stat /tmp'), /Mode: {2}01777 .*\n.*\nUser: +0 +Group: +0 /);
      assert.match(await debugfs(image, 'stat /'), /User: +0 +Group: +0 /);
      await debugfs(image, `dump /usr/lib/large "${join(dir, 'copy')}"`);
      assert.ok((await readFile(join(dir, 'copy'))).equals(LARGE));
    }));

  it('has the same bytes whoever writes it, when and where', () =>
    inTemp(async (dir) => {
      const image = join(dir, 'image');
      await writeExt2(sampleTree().entries(), image);
      const here = await sha256File(image);
      const there = { TZ: 'Pacific/Auckland', LC_ALL: 'de_DE.UTF-8', MKE2FS_CONFIG: '/nowhere' };
      assert.equal(await writeElsewhere(dir, 'another, place', there, 0o077), here);
      assert.equal(await writeElsewhere(dir, 'third', { TZ: 'UTC', E2FSPROGS_FAKE_TIME: '99' }, 0), here);
    }));

  it('has the room that the app asks for', () =>
    inTemp(async (dir) => {
      const image = join(dir, 'image');
      await writeExt2(sampleTree().entries(), image, { roomMib: 192 });
      const { stdout } = await execa('dumpe2fs', ['-h', image]);
      const free = (what: string): number =>
        Number(new RegExp(`^Free ${what}: +(\\d+)`, 'm').exec(stdout)?.[1]);
      assert.ok(free('blocks') >= (192 * 2 ** 20) / 4096, `${free('blocks')} blocks`);
      assert.ok(free('inodes') >= 192 * 64, `${free('inodes')} inodes`);
    }));

  it('has little room to spare, whatever is in it', () =>
    inTemp(async (dir) => {
      const sizes = [
        [],
        [0],
        [4096 * 12],
        [4096 * 13],
        [4096 * 1036],
        [4096 * 1037 + 1],
        Array<number>(700).fill(10),
      ];
      for (const [index, files] of sizes.entries()) {
        const tree = new Tree();
        files.forEach((size, n) => {
          tree.add(`/dir/${'n'.repeat(20)}${n}`, {
            kind: 'file',
            mode: 0o644,
            data: Buffer.alloc(size, 1),
          });
        });
        const image = join(dir, `${index}`);
        await writeExt2(tree.entries(), image);
        const { stdout } = await execa('dumpe2fs', ['-h', image]);
        const free = Number(/^Free blocks: +(\d+)/m.exec(stdout)?.[1]);
        assert.ok(free >= 48 && free <= 96, `${free} blocks of 4096 bytes are free in image ${index}`);
      }
    }));

  it('says what cannot be written', () =>
    inTemp((dir) =>
      failsWith(
        writeExt2([], join(dir, 'no', 'such', 'folder')),
        'FILE_ERROR',
        EXIT.usage,
        /could not be written/,
      ),
    ));

  it('spans block groups, with everything where it belongs', () =>
    inTemp(async (dir) => {
      const tree = sampleTree();
      // More than the 128 MiB of one group, and a folder of several blocks.
      const data = Buffer.alloc(2 ** 20);
      for (let n = 0; n < 140; n++) {
        data.fill(n);
        tree.add(`/srv/${'n'.repeat(100)}${n}`, { kind: 'file', mode: 0o644, data: Buffer.from(data) });
      }
      const image = join(dir, 'image');
      await writeExt2(tree.entries(), image);
      assert.deepEqual(readExt2(await readFile(image)), tree.entries());
    }));

  it('keeps a folder lost+found that an image brings, and refuses anything else of that name', () =>
    inTemp(async (dir) => {
      const image = join(dir, 'image');
      await writeExt2([{ path: 'lost+found', kind: 'directory', mode: 0o755 }], image);
      assert.match(await debugfs(image, 'stat /lost+found'), /Mode: {2}0755 /);
      const file = { path: 'lost+found', kind: 'file', mode: 0o644, data: Buffer.alloc(0) } as const;
      await failsWith(writeExt2([file], image), 'EXT2_NAME', EXIT.usage, /lost\+found/);
    }));
});
