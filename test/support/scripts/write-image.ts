// SPDX-License-Identifier: Apache-2.0
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { BenchError } from '../../../harness/core/errors.js';
import { listFiles } from '../../../harness/core/files.js';
import { osvArtifacts } from '../../../harness/image/osv/artifacts.js';
import { unpackedKernel } from '../../../harness/image/osv/unpacked.js';
import { keptKernel } from '../../../harness/image/packaged/kept.js';
import { Tree } from '../../../harness/image/rootfs/tree.js';
import { WHOLE, bzImage, kernelOf } from '../../image/packaged/fixture.js';
import { kernelWith, placeholder } from '../osv-kernel.js';
import { withCache } from '../temp.js';

/** Not zeros, which some file systems keep in no room. */
const LARGE = Buffer.alloc(2_000_000, 'large ');

/** Writes an image of this kind into a cache on `disk`, and says what became of it and what is left there. */
const [kind = '', disk = '', elsewhere = ''] = process.argv.slice(2);
const { signal } = new AbortController();
const tree = new Tree();
tree.add('/large', { kind: 'file', mode: 0o644, data: LARGE });
const entries = tree.entries();
const label = 'hello on osv';

const WORK: Readonly<Record<string, () => Promise<unknown>>> = {
  disk: async () =>
    await osvArtifacts({ entries, root: 'rofs', path: await file('k', LARGE), kernel: LARGE, label, signal }),
  memory: async () => {
    const kernel = kernelWith(placeholder(3_000_000));
    return await osvArtifacts({
      entries,
      root: 'ramfs',
      path: await file('k', kernel),
      kernel,
      label,
      signal,
    });
  },
  packed: async () => await unpackedKernel(await file('k.gz', gzipSync(LARGE)), signal),
  package: async () => {
    const vmlinuz = Buffer.concat([bzImage(), LARGE]);
    return await keptKernel(
      'linux-image-any',
      await kernelOf({ ...WHOLE, 'boot/vmlinuz-9-x': vmlinuz }),
      new Tree(),
      {},
    );
  },
};

/** A file that is not on the disk. */
async function file(name: string, bytes: Buffer): Promise<string> {
  await writeFile(join(elsewhere, name), bytes);
  return join(elsewhere, name);
}

await withCache(disk, async () => {
  try {
    await WORK[kind]?.();
    process.stdout.write('written\n');
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    process.stdout.write(`${error.code} exit ${error.exit} ${error.message}\n${error.next}\n`);
  }
});
const left = (await readdir(disk)).length === 0 ? [] : await listFiles(disk);
process.stdout.write(`left: ${left.filter((path) => !/\.lock|used/.test(path)).join(', ')}\n`);
