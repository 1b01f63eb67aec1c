// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { copyFile, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { artifactOf } from '../../harness/core/artifact.js';
import { prebuiltImage } from '../../harness/image/prebuilt.js';
import type { PrebuiltLinux } from '../../harness/system/types.js';
import { builtinSystems } from '../support/builtin.js';
import { inTemp, withCache } from '../support/temp.js';

/** A finished kernel with these files, and otherwise the needs of lupine-base. */
async function finished(kernel: string, config?: string): Promise<PrebuiltLinux> {
  const { notes, cmdline, family } = (await builtinSystems()).resolveLinux('lupine-base');
  return {
    ...{ kind: 'linux-prebuilt', name: 'done', title: '', summary: '', subject: false },
    ...{ notes, cmdline, family, kernel, config },
  };
}

/** As much of a bzImage as tells it from other files. */
function bzImage(): Buffer {
  const bytes = Buffer.alloc(0x300);
  bytes.writeUInt16LE(0xaa55, 0x1fe);
  bytes.write('HdrS', 0x202, 'latin1');
  return bytes;
}

const inCache = (test: (dir: string) => Promise<void>) => (): Promise<void> =>
  inTemp((dir) => withCache(join(dir, 'cache'), () => test(dir)));

describe('a finished kernel', () => {
  it(
    'that is a bzImage is the compressed kernel too, and has no other size',
    inCache(async (dir) => {
      const file = join(dir, 'bzImage');
      await writeFile(file, bzImage());
      const { artifacts, facts } = await prebuiltImage(await finished(file));
      assert.equal(artifactOf(artifacts, 'kernel').bytes, 0x300);
      assert.equal(artifactOf(artifacts, 'kernel-compressed').bytes, 0x300);
      assert.deepEqual(facts, { options: undefined, strippedBytes: undefined });
    }),
  );
  it(
    'that is a vmlinux has its size when it is stripped, and the options of its configuration',
    inCache(async (dir) => {
      const [file, config] = [join(dir, 'vmlinux'), join(dir, 'config')];
      // Any program is an ELF file; Debian has stripped this one, so stripping takes nothing more.
      await copyFile('/bin/true', file);
      await writeFile(config, 'CONFIG_A=y\nCONFIG_B=m\n# CONFIG_C is not set\nCONFIG_D=y\n');
      const { artifacts, facts } = await prebuiltImage(await finished(file, config));
      const { size } = await stat(file);
      assert.deepEqual(artifacts.map(({ role, bytes }) => [role, bytes]).at(0), ['kernel', size]);
      assert.deepEqual(
        artifacts.map(({ role }) => role),
        ['kernel', 'config'],
      );
      assert.equal(facts.options, 2);
      assert.ok(facts.strippedBytes !== undefined && facts.strippedBytes > 1000);
      assert.ok(facts.strippedBytes <= size);
    }),
  );
  it(
    'that strip does not take is a kernel all the same, without that size',
    inCache(async (dir) => {
      const file = join(dir, 'vmlinux');
      const bytes = await readFile('/bin/true');
      // Where its segments are, and how many.
      bytes.fill(0xff, 32, 40);
      await writeFile(file, bytes);
      const { facts } = await prebuiltImage(await finished(file));
      assert.equal(facts.strippedBytes, undefined);
    }),
  );
  it(
    'that has no section headers, as those that we load, is stripped already',
    inCache(async (dir) => {
      const file = join(dir, 'vmlinux');
      const bytes = await readFile('/bin/true');
      bytes.writeBigUInt64LE(0n, 40);
      bytes.fill(0, 58, 64);
      await writeFile(file, bytes);
      const { facts } = await prebuiltImage(await finished(file));
      assert.equal(facts.strippedBytes, bytes.length);
    }),
  );
});
