// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { sha256File } from '../../../harness/core/files.js';
import type { OptionRequest } from '../../../harness/image/kernel/fragments.js';
import { type Settled, settle } from '../../../harness/image/kernel/settle.js';
import type { KernelSource } from '../../../harness/image/kernel/source.js';
import { inPlainTemp, withCache } from '../../support/temp.js';

/** Kconfig in small: options that need another one, and options that switch another one on. */
const RULES = ['needs NFS SUNRPC', 'needs NFS_V4 NFS', 'selects EXT4 CRC32'];

const RESOLVE = `BEGIN { while ((getline line < "rules") > 0) rules[++count] = line }
/^CONFIG_/ { at = index($0, "="); value[substr($0, 8, at - 8)] = substr($0, at + 1) }
END {
  for (round = 0; round < 5; round++) for (i = 1; i <= count; i++) {
    split(rules[i], word, " ")
    if (word[1] == "needs" && !(word[3] in value)) delete value[word[2]]
    if (word[1] == "selects" && (word[2] in value)) value[word[3]] = "y"
  }
  for (name in value) print "CONFIG_" name "=" value[name]
}
`;
const MAKEFILE = `allnoconfig olddefconfig:
	@awk -f resolve.awk "$$KCONFIG_ALLCONFIG" > "$(O)/.config"
`;

async function tinySource(dir: string): Promise<KernelSource> {
  const tree = join(dir, 'linux');
  await mkdir(tree);
  const files = { Makefile: MAKEFILE, 'resolve.awk': RESOLVE, rules: `${RULES.join('\n')}\n`, Kconfig: '' };
  for (const [name, text] of Object.entries(files)) await writeFile(join(tree, name), text);
  const path = join(dir, 'linux.tar');
  await execa('tar', ['-cf', path, '-C', dir, 'linux']);
  return { path, sha256: await sha256File(path), version: 'tiny', known: false };
}

const asked = (...options: string[]): OptionRequest[] =>
  options.map((one) => {
    const [name = '', value = ''] = one.split('=');
    return { name, value, origin: 'a test' };
  });

/** What becomes of these requests, as `name=value`. */
const settled = async (
  wishes: string[],
  otherwise: string[],
): Promise<{ requests: string[]; values: Settled['values'] }> =>
  inPlainTemp((dir) =>
    withCache(join(dir, 'cache'), async () => {
      const work = join(dir, 'work');
      await mkdir(work);
      const request = {
        ...{
          label: 'x',
          kernelSource: await tinySource(dir),
          patches: [],
          baseConfig: 'allnoconfig' as const,
          work,
        },
        ...{ wishes: asked(...wishes), otherwise: asked(...otherwise) },
      };
      const first = await settle(request);
      const fragment = await readFile(first.fragment, 'utf8');
      assert.equal(fragment.split('\n').filter(Boolean).length, first.requests.length);
      const again = await settle({ ...request, work: '/nowhere' });
      assert.deepEqual(again, first, 'the cache has it');
      return {
        values: first.values,
        requests: first.requests.map(({ name, value }) => `${name}=${value}`),
      };
    }),
  );

describe('a configuration that settles', function () {
  this.timeout(60_000);

  it('keeps what Kconfig takes, the wish before the other request', async () => {
    const { requests, values } = await settled(['HZ=250', 'SUNRPC=y'], ['HZ=100', 'OLD=y']);
    assert.deepEqual(requests, ['HZ=250', 'OLD=y', 'SUNRPC=y']);
    assert.equal(values.get('HZ'), '250');
  });
  it('drops what needs something that is not there, and what needs that', async () => {
    const { requests } = await settled(['NFS=y', 'NFS_V4=y', 'FUSE=y'], []);
    assert.deepEqual(requests, ['FUSE=y']);
  });
  it('goes back to the other request where a wish is refused', async () => {
    const { requests } = await settled(['NFS=y'], ['NFS=n']);
    assert.deepEqual(requests, ['NFS=n']);
  });
  it('drops a request that a wish overrules', async () => {
    const { requests, values } = await settled(['EXT4=y'], ['CRC32=n', 'OLD=y']);
    assert.deepEqual(requests, ['EXT4=y', 'OLD=y']);
    assert.equal(values.get('CRC32'), 'y');
  });
});
