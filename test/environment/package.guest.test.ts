// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT } from '../../harness/core/errors.js';
import { listFiles } from '../../harness/core/files.js';
import { packagePath, packageRoot } from '../../harness/core/paths.js';
import { installedPackage } from '../support/package.js';

/** What the program reads at run time besides its own code. */
const READ = /^(?:kernel|kml|scenarios|reports)\/|^harness\/.*(?<!\.ts)$/;

/** Names of the packages that the compiled program imports. */
async function imported(): Promise<Set<string>> {
  const found = new Set<string>();
  for (const file of await listFiles(packagePath('dist', 'harness'))) {
    if (!file.endsWith('.js')) continue;
    const text = await readFile(packagePath('dist', 'harness', file), 'utf8');
    for (const [, name = ''] of text.matchAll(
      /(?:from |import\()'((?:@[\w-]+\/)?[a-z][\w-]*)(?:\/[\w/-]+)?'/g,
    )) {
      found.add(name);
    }
  }
  return found;
}

describe('the package', function () {
  this.timeout(300_000);
  const installed = installedPackage();

  const files = (): Promise<string[]> => listFiles(join(installed().dir, 'node_modules', 'lupine-bench'));

  it('has every file that the program reads, and nothing of the tests but what is written about them', async () => {
    const { stdout } = await execa('git', ['-C', packageRoot, 'ls-files']);
    const wanted = stdout.split('\n').filter((file) => READ.test(file));
    assert.ok(wanted.length > 100);
    const there = new Set(await files());
    assert.deepEqual(
      wanted.filter((file) => !there.has(file)),
      [],
    );
    const strange = [...there].filter((file) =>
      /^(?:dist\/)?test\/(?!.*\.md$)|\.ts$|\.map$|tsbuildinfo$/.test(file),
    );
    assert.deepEqual(strange, []);
  });
  it('depends on exactly what the program imports, and on its fonts', async () => {
    const text = await readFile(packagePath('package.json'), 'utf8');
    const { dependencies } = JSON.parse(text) as { dependencies: Record<string, string> };
    const needed = [...(await imported())].filter((name) => name !== 'node').sort();
    assert.deepEqual(
      Object.keys(dependencies).filter((name) => name !== 'dejavu-fonts-ttf'),
      needed,
    );
  });
  it('says its version', async () => {
    const { stdout, exitCode } = await installed().lupineBench('--version');
    const { version } = JSON.parse(await readFile(packagePath('package.json'), 'utf8')) as {
      version: string;
    };
    assert.deepEqual([stdout, exitCode], [version, EXIT.ok]);
  });
  it('lists what comes with it', async () => {
    const { stdout, stderr } = await installed().lupineBench('list');
    assert.match(
      stdout,
      /^scenarios\n[^]*^ {2}redis [^]*^systems\n {2}microvm [^]*^apps\n[^]*^ {2}hello /m,
      stderr,
    );
  });
  it('explains a system by the files that it is installed with', async () => {
    const { stdout } = await installed().lupineBench('explain', 'lupine-base');
    assert.match(stdout, /^fragments: node_modules\/lupine-bench\/kernel\/lupine-base\.config$/m);
  });
  it('measures nothing and draws all the same: logs of clients become a run in the current folder', async () => {
    await writeFile(join(installed().dir, 'microvm.log'), '"SET","100.0"\n"GET","200.0"\n');
    const { stdout, stderr, exitCode } = await installed().lupineBench('import', 'microvm=microvm.log');
    assert.equal(exitCode, EXIT.ok, stderr);
    const [, page = ''] = /^report: (results\/.*index\.html)$/m.exec(stdout) ?? [];
    assert.match(await readFile(join(installed().dir, page), 'utf8'), /<svg/);
  });
});
