// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { unpackSource } from '../../harness/image/kernel/source.js';
import { VERSIONS } from '../support/builtin.js';
import { kernelSourceOf } from '../support/kernel-source.js';
import { patchFiles } from './support/patch-files.js';

/** Kinds of message that patches may cause, each with those that may and the reason why; the cover letters argue the same. */
const ACCEPTED = new Map<string, [RegExp, string]>(
  Object.entries({
    FILE_PATH_CHANGES: [
      /^/,
      'MAINTAINERS is for those who maintain a file in the kernel; the series live here',
    ],
    MISPLACED_INIT: [/^0001-x86-idt-/, 'a table of idt.c is moved as it stands in the kernel'],
    AVOID_EXTERNS: [/^0007-selftests-/, 'prototypes of two labels of its assembly'],
    PREFER_DEFINED_ATTRIBUTE_MACRO: [
      /^0007-selftests-/,
      'the headers of the kernel are not those of a program',
    ],
    ENOSYS: [/^0007-selftests-/, 'it asks for a call that there is not'],
    COMPARISON_TO_NULL: [/^0001-rcu-tiny-/, 'a pointer becomes an int, which needs the comparison'],
  }),
);

/** What checkpatch says against a patch, a line each, without what is accepted of it. */
async function complaints(source: string, patch: string): Promise<string[]> {
  const args = ['--strict', '--no-tree', '--show-types', '--terse', '--no-summary', patch];
  const { stdout, stderr } = await execa('perl', [join(source, 'scripts', 'checkpatch.pl'), ...args], {
    cwd: source,
    reject: false,
  });
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line !== '');
  return lines.filter((line) => {
    const [patches] = ACCEPTED.get(/: (?:WARNING|CHECK):([A-Z_]+): /.exec(line)?.[1] ?? '') ?? [];
    return patches?.test(basename(patch)) !== true;
  });
}

describe('patches to the kernel', function () {
  this.timeout(300_000);

  for (const [version, name] of Object.entries(VERSIONS.sources))
    it(`pass the strict checkpatch of ${name}, or are argued`, async () => {
      const asked = version === VERSIONS.default ? undefined : version;
      const source = await unpackSource(await kernelSourceOf({ version: asked }));
      for (const patch of await patchFiles(asked))
        assert.deepEqual(await complaints(source, patch), [], patch);
    });
});
