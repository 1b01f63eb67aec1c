// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { execa } from 'execa';
import { EXIT } from '../../../harness/core/errors.js';
import { ARCHIVE_LIMITS, type ArchiveLimits } from '../../../harness/image/archive/limits.js';
import { requireSound } from '../../../harness/image/archive/sound.js';
import { keepPackage } from '../../../harness/image/rootfs/deb.js';
import { keepLayers } from '../../../harness/image/rootfs/oci/layers.js';
import { digestOfBytes } from '../../../harness/image/rootfs/oci/manifest.js';
import { failsWith } from '../../support/errors.js';
import { laid } from '../../support/layers.js';
import { type RawEntry, rawEntry, rawTar } from '../../support/raw-tar.js';
import { inTemp } from '../../support/temp.js';

const MIB = 2 ** 20;
const { couldNotMeasure } = EXIT;

/** A gzip stream of `files` files of zeros of so many MiB each, without ever holding it unpacked: gzip's members may follow each other. */
function zeros(files: number, mib: number): Buffer {
  const head = gzipSync(rawEntry({ name: 'zeros', size: mib * MIB }));
  const data = gzipSync(Buffer.alloc(MIB), { level: 9 });
  return Buffer.concat(Array.from({ length: files }, () => [head, ...Array<Buffer>(mib).fill(data)]).flat());
}

/** Lays one packed layer, as an image has it; what is in the folder afterwards. */
async function layer(bytes: Buffer, limits: Partial<ArchiveLimits> = {}): Promise<string[]> {
  return await inTemp(async (dir) => {
    await execa('mkdir', ['-p', join(dir, 'layout/blobs/sha256'), join(dir, 'into')]);
    const digest = digestOfBytes(bytes);
    await writeFile(join(dir, 'layout/blobs', digest.replace(':', '/')), bytes);
    const options = { image: 'x:1', limits: { ...ARCHIVE_LIMITS, ...limits } };
    const layers = [{ digest, size: bytes.length }];
    await keepLayers(join(dir, 'layout'), { layers }, join(dir, 'into'), options);
    return await readdir(join(dir, 'into'));
  });
}

describe('a bomb', function () {
  this.timeout(60_000);

  it('of 4 MiB that would be 4 GiB is refused by its header, before any of it is unpacked', async () => {
    const bytes = zeros(1, 4096);
    assert.ok(bytes.length < 5 * MIB, `${bytes.length}`);
    const before = performance.now();
    await failsWith(
      layer(bytes),
      'ARCHIVE_TOO_LARGE',
      couldNotMeasure,
      /container image x:1 has more than 2147483647/,
    );
    assert.ok(performance.now() - before < 30_000, 'not even once through');
  });

  it('of many small files is refused when its ratio shows', () =>
    failsWith(layer(zeros(100, 40)), 'ARCHIVE_TOO_LARGE', couldNotMeasure, /more than 500 times as large/));

  it('of zeros in a file that is small enough is none', async () => {
    assert.deepEqual((await layer(zeros(1, 60))).sort(), ['data', 'tree.json']);
  });

  it('that unpacks to more than is left is refused, layers taken together', () =>
    failsWith(
      laid(
        [1, 2, 3].map(() => rawTar([{ name: 'x', data: Buffer.alloc(400_000, 1) }])),
        { bytes: 1_000_000 },
      ),
      'ARCHIVE_TOO_LARGE',
      couldNotMeasure,
    ));

  it('of a million entries is refused after as many as are allowed', () =>
    failsWith(
      layer(gzipSync(Buffer.concat(Array<Buffer>(3000).fill(rawEntry({ name: 'x' })))), { entries: 2000 }),
      'ARCHIVE_TOO_MANY',
      couldNotMeasure,
      /more than 2000 files/,
    ));

  it('of names for one large file is refused: a guest would have it as often', () => {
    const names = Array.from({ length: 100 }, (_, n): RawEntry => ({ name: `n${n}`, type: '1', link: 'x' }));
    const bytes = rawTar([{ name: 'x', data: Buffer.alloc(100_000, 1) }, ...names]);
    return failsWith(laid([bytes], { bytes: 5_000_000 }), 'ARCHIVE_TOO_LARGE', couldNotMeasure);
  });

  it('of signs that hide one large folder again and again costs no more than hiding it once', async () => {
    const files = Array.from({ length: 20_000 }, (_, n): RawEntry => ({ name: `d/${n}` }));
    const signs = Array.from({ length: 20_000 }, (): RawEntry => ({ name: '.wh.d' }));
    assert.equal(Object.keys(await laid([rawTar([...files, ...signs])])).length, 20_001);
  });

  it('that only takes time is given up', () =>
    failsWith(laid([rawTar([{ name: 'x' }])], { ms: -1 }), 'ARCHIVE_TOO_SLOW', couldNotMeasure));

  for (const [packer, args] of [
    ['xz', ['-0c']],
    ['zstd', ['-qc']],
    ['bzip2', ['-1c']],
    ['gzip', ['-1c']],
  ] as const) {
    it(`as a source that ${packer} has packed is refused before tar sees it`, () =>
      inTemp(async (dir) => {
        const path = join(dir, 'linux.tar');
        const tar = Buffer.concat([rawEntry({ name: 'l/Kconfig', size: 10 * MIB }), Buffer.alloc(10 * MIB)]);
        const { stdout } = await execa(packer, [...args], { input: tar, encoding: 'buffer' });
        await writeFile(path, stdout);
        const limits = { ...ARCHIVE_LIMITS, bytes: MIB };
        await failsWith(
          requireSound({ path, what: 'the source', limits }),
          'ARCHIVE_TOO_LARGE',
          couldNotMeasure,
        );
        await requireSound({ path, what: 'the source' });
      }));
  }

  it('as a source is refused with a device, and with what ends too early', () =>
    inTemp(async (dir) => {
      const path = join(dir, 'linux.tar.xz');
      const pack = async (bytes: Buffer): Promise<Buffer> =>
        Buffer.from((await execa('xz', ['-c'], { input: bytes, encoding: 'buffer' })).stdout);
      await writeFile(path, await pack(rawTar([{ name: 'l/disk', type: '4' }])));
      await failsWith(
        requireSound({ path, what: 'the source' }),
        'ARCHIVE_ENTRY',
        couldNotMeasure,
        /a device/,
      );
      const whole = await pack(rawTar([{ name: 'l/x', data: randomBytes(50_000) }]));
      await writeFile(path, whole.subarray(0, 20_000));
      await failsWith(
        requireSound({ path, what: 'the source' }),
        'ARCHIVE_INVALID',
        couldNotMeasure,
        /xz says/,
      );
    }));

  it('as a Debian package is refused, and nothing of its scripts is looked at', () =>
    inTemp(async (dir) => {
      await execa('mkdir', ['-p', join(dir, 'p/DEBIAN'), join(dir, 'p/usr'), join(dir, 'into')]);
      await writeFile(
        join(dir, 'p/DEBIAN/control'),
        'Package: x\nVersion: 1\nArchitecture: all\nMaintainer: x\nDescription: x\n',
      );
      await writeFile(join(dir, 'p/DEBIAN/preinst'), `#!/bin/sh\ntouch '${dir}/victim'\n`, { mode: 0o755 });
      await execa('truncate', ['-s', '20M', join(dir, 'p/usr/zeros')]);
      const deb = join(dir, 'x.deb');
      await execa('dpkg-deb', ['-b', join(dir, 'p'), deb]);
      assert.ok((await stat(deb)).size < MIB);
      const limits = { ...ARCHIVE_LIMITS, bytes: 10 * MIB };
      const keep = (most = limits): Promise<void> =>
        keepPackage(deb, 'package x 1', join(dir, 'into'), undefined, most);
      await failsWith(keep(), 'ARCHIVE_TOO_LARGE', couldNotMeasure, /^package x 1 has more than/);
      await execa('rm', ['-r', join(dir, 'into')]);
      await execa('mkdir', [join(dir, 'into')]);
      await keep(ARCHIVE_LIMITS);
      const kept = await readFile(join(dir, 'into/tree.json'), 'utf8');
      assert.match(kept, /"usr\/zeros"/);
      assert.doesNotMatch(kept, /preinst/);
      assert.ok(!(await readdir(dir)).includes('victim'));
    }));

  it('leaves nothing behind, also when it is interrupted', () =>
    inTemp(async (dir) => {
      const path = join(dir, 'linux.tar.gz');
      await writeFile(path, zeros(40, 50));
      const signal = AbortSignal.timeout(100);
      await assert.rejects(requireSound({ path, what: 'the source', signal }), {
        name: /AbortError|TimeoutError/,
      });
      assert.deepEqual(await readdir(dir), ['linux.tar.gz']);
    }));
});
