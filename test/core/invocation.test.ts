// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setupCommand, userCommand, userFolder } from '../../harness/core/invocation.js';
import { packageRoot } from '../../harness/core/paths.js';
import { inTemp } from '../support/temp.js';

/** Calls something with the process in another folder. */
function inFolder<T>(dir: string, call: () => T): T {
  const before = process.cwd();
  process.chdir(dir);
  try {
    return call();
  } finally {
    process.chdir(before);
  }
}

describe('how the program was called', () => {
  it('knows where the user is when a script of npm was called from another folder', () =>
    inTemp(async (dir) => {
      await Promise.resolve();
      const script = { npm_package_json: '/package/package.json' };
      assert.equal(userFolder({ ...script, INIT_CWD: dir }, '/package'), dir);
      assert.equal(userFolder({ ...script, INIT_CWD: join(dir, 'gone') }, '/package'), '/package');
      assert.equal(
        userFolder({ ...script, INIT_CWD: dir }, '/elsewhere'),
        '/elsewhere',
        'a shell that npm began',
      );
      assert.equal(userFolder({}, '/elsewhere'), '/elsewhere');
    }));
  it("says how to go on by npm's scripts in the checkout, and by the program elsewhere", () =>
    inTemp(async (dir) => {
      await Promise.resolve();
      assert.equal(
        inFolder(join(packageRoot, 'docs'), () => userCommand('run', 'redis')),
        'npm run bench -- redis',
      );
      assert.equal(
        inFolder(packageRoot, () => userCommand('resume', 'x')),
        'npm run resume -- x',
      );
      assert.equal(inFolder(packageRoot, setupCommand), 'make setup');
      assert.equal(
        inFolder(dir, () => userCommand('resume', 'x')),
        'npx lupine-bench resume x',
      );
      assert.equal(inFolder(dir, setupCommand), `sh ${join(packageRoot, 'harness/host/setup.sh')} bench`);
    }));
});
