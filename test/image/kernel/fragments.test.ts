// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../../harness/core/errors.js';
import { packagePath } from '../../../harness/core/paths.js';
import { mergeFragments, parseFragment, renderFragment } from '../../../harness/image/kernel/fragments.js';
import { failsWith } from '../../support/errors.js';
import { inTemp } from '../../support/temp.js';

const refused = (text: string, message: RegExp) => (): Promise<void> =>
  failsWith(() => parseFragment(text, '/x/a.config'), 'FRAGMENT_INVALID', EXIT.usage, message);

describe('fragments', () => {
  it('hold yes, no, numbers and strings', () => {
    const text =
      '# why\nCONFIG_A=y\nCONFIG_B=n\n# CONFIG_C is not set\nCONFIG_D=0x200000\nCONFIG_E="a b"\n\nCONFIG_F=-1\n';
    const values = parseFragment(text, '/x/a.config').map(({ name, value }) => `${name}=${value}`);
    assert.deepEqual(values, ['A=y', 'B=n', 'C=n', 'D=0x200000', 'E="a b"', 'F=-1']);
  });
  it(
    'say where a line is no option',
    refused('CONFIG_A=y\nCONFIG_B yes\n', /a\.config:2: "CONFIG_B yes" is not a Kconfig option/),
  );
  it('refuse modules', refused('CONFIG_A=m\n', /asks for a module/));
  it(
    'refuse to contradict themselves',
    refused('CONFIG_A=y\n\nCONFIG_A=n\n', /a\.config:3: CONFIG_A=n contradicts CONFIG_A=y at .*:1/),
  );
  it('override an earlier fragment and do not depend on the order of lines', () =>
    inTemp(async (dir) => {
      const write = async (name: string, text: string): Promise<string> => {
        await writeFile(join(dir, name), text);
        return join(dir, name);
      };
      const base = await write('base', 'CONFIG_A=y\nCONFIG_B=y\n');
      const turned = await write('turned', 'CONFIG_B=y\nCONFIG_A=y\n');
      const over = await write('over', 'CONFIG_A=n\n');
      assert.deepEqual(
        (await mergeFragments([base, over])).map(({ before }) => before),
        [`${base}:1`, undefined],
      );
      assert.equal(renderFragment(await mergeFragments([base, over])), '# CONFIG_A is not set\nCONFIG_B=y\n');
      assert.equal(
        renderFragment(await mergeFragments([base])),
        renderFragment(await mergeFragments([turned])),
      );
    }));
  it('that are missing are named', () =>
    failsWith(mergeFragments(['/nowhere/x.config']), 'FRAGMENT_MISSING', EXIT.usage, /nowhere/));
  it('of the project all parse', async () => {
    const kernel = packagePath('kernel');
    const files = (await readdir(kernel, { recursive: true })).filter((name) => name.endsWith('.config'));
    assert.ok(files.length >= 7, files.join(' '));
    for (const file of files) assert.notDeepEqual(await mergeFragments([join(kernel, file)]), undefined);
  });
  it('of a version of the kernel stand behind one that all versions share', async () => {
    const kernel = packagePath('kernel');
    const files = (await readdir(kernel, { recursive: true })).filter((name) => name.endsWith('.config'));
    const versions = files.filter((name) => /^\d+\.\d+\//.test(name));
    assert.ok(versions.length >= 4, versions.join(' '));
    for (const file of versions) assert.ok(files.includes(file.replace(/^[^/]*\//, '')), file);
  });
});
