// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { execa } from 'execa';
import { findSource, unpackSource } from '../../harness/image/kernel/source.js';
import { patchFiles } from './support/patch-files.js';

/** Kinds of message that the patches may cause, each with the reason why. */
const ACCEPTED: Record<string, string> = {
  FILE_PATH_CHANGES: 'MAINTAINERS is for those who maintain a file in the kernel; the series live here',
  MISPLACED_INIT: 'a table of idt.c is moved as it stands in the kernel',
};

describe('patches to the kernel', function () {
  this.timeout(300_000);

  it('pass checkpatch without error or warning', async () => {
    const source = await unpackSource(await findSource(undefined));
    const script = join(source, 'scripts', 'checkpatch.pl');
    const args = [
      '--no-tree',
      '--show-types',
      '--terse',
      '--no-summary',
      '--ignore',
      Object.keys(ACCEPTED).join(),
    ];
    for (const patch of await patchFiles()) {
      const { stdout, stderr } = await execa('perl', [script, ...args, patch], {
        cwd: source,
        reject: false,
      });
      assert.equal(`${stdout}${stderr}`, '', patch);
    }
  });
});
