// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { chmod, copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { packagePath } from '../../harness/core/paths.js';
import { packageNeeds } from '../../harness/host/packages.js';
import { inTemp } from '../support/temp.js';

/** Runs setup.sh with another list of packages, as a user without rights. */
const setup = (packages: string, group = 'bench'): Promise<{ exitCode?: number; stderr: string }> =>
  inTemp(async (dir) => {
    await chmod(dir, 0o755);
    await copyFile(packagePath('harness', 'host', 'setup.sh'), join(dir, 'setup.sh'));
    await writeFile(join(dir, 'packages.txt'), packages, { mode: 0o644 });
    const drop = process.getuid?.() === 0 ? ['setpriv', '--reuid', '65534', '--clear-groups', '--'] : [];
    const command = [...drop, 'sh', join(dir, 'setup.sh'), group];
    // No sudo in this PATH: a machine on which the user cannot install anything.
    return await execa('env', command, {
      reject: false,
      cwd: '/',
      env: { PATH: '/bin:/usr/sbin:/sbin:/usr/bin' },
    });
  });

describe('setup', () => {
  it('says nothing when everything is there', async () => {
    const { exitCode, stderr } = await setup('# comment\nbench dash sh a shell\n');
    assert.deepEqual([exitCode, stderr], [0, '']);
  });
  it('prints the one line to run and exits 3 when it cannot install', async () => {
    const list =
      'bench one no-such-command why\nbench two /no/such/file why\ntest three no-such-test-tool why\n';
    const { exitCode, stderr } = await setup(list);
    assert.equal(exitCode, 3);
    assert.match(stderr, /\n {2}sudo apt-get install -y --no-install-recommends one two$/);
  });
  it('takes what container images need for them and for the tests only', async () => {
    const list =
      'bench one no-such-command why\noci two no-such-tool why\ntest three no-such-test-tool why\n';
    const wanted = async (group: string): Promise<string | undefined> =>
      /recommends (.*)$/.exec((await setup(list, group)).stderr)?.[1];
    assert.deepEqual(
      [await wanted('bench'), await wanted('oci'), await wanted('test')],
      ['one', 'one two', 'one two three'],
    );
  });
  it('installs from the same list that doctor reads', async () => {
    const needs = await packageNeeds();
    assert.ok(needs.some(({ name, group }) => name === 'qemu-system-x86' && group === 'bench'));
    assert.ok(needs.some(({ name, group }) => name === 'chromium' && group === 'test'));
    for (const { why } of needs) assert.ok(why.length > 5);
    assert.match(await readFile(packagePath('Makefile'), 'utf8'), /setup\.sh bench/);
  });
});
