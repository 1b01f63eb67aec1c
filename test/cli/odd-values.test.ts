// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT } from '../../harness/core/errors.js';
import { qemuVersion } from '../../harness/vmm/qemu-version.js';
import { benchHere } from '../support/cli-here.js';
import { failsWith } from '../support/errors.js';
import { inTemp } from '../support/temp.js';

const RUN = ['run', 'boot', '--app', 'hello', '--clock', 'deterministic', '--dry-run'];

/** Options that a command is given, and what it ends with. */
const ODD: readonly [what: string, options: string[], says: RegExp][] = [
  ['no kernel source', ['--kernel-source', ''], /^error USAGE: .*'--kernel-source <source>' .*it is empty/m],
  ['no folder', ['--out', ''], /^error USAGE: .*'--out <dir>' .*it is empty/m],
  [
    'an address of files',
    ['--kernel-source', 'file:///x'],
    /^error SOURCE_URL: .* of file:, from which nothing/m,
  ],
  ['an address of git', ['--kernel-source', 'git://a/b.git'], /^error SOURCE_URL: .* of git:/m],
  ['an address with nothing', ['--kernel-source', 'https://'], /^error SOURCE_URL: .*without its digest/m],
  [
    'an address without a digest',
    ['--kernel-source', 'HTTPS://a.invalid/x'],
    /^error SOURCE_URL: .*without its/m,
  ],
  [
    'an address of git for a version',
    ['--kernel-source', '6.12=git://a/b.git'],
    /^error SOURCE_URL: .* of git:/m,
  ],
  ['no kernel source for a version', ['--kernel-source', '6.12='], /^error USAGE: .*it is empty/m],
  [
    'a kernel source for a version that there is not',
    ['--kernel-source', '6.13=/a'],
    /^error VERSION_UNKNOWN: --kernel-source 6\.13=\/a: /m,
  ],
  [
    'two kernel sources for the default version',
    ['--kernel-source', '/a', '--kernel-source', '6.1=/b'],
    /^error SOURCE_TWICE: .*: \/a, \/b\./m,
  ],
  [
    'a kernel source of nothing that is measured',
    ['--system', 'microvm@6.12', '--kernel-source', '/a'],
    /^error SOURCE_UNUSED: .*\n {2}next: .* --kernel-source 6\.12=\/a$/m,
  ],
  ['a version that there is not', ['--system', 'microvm@6.2'], /^error VERSION_UNKNOWN: .*"microvm@6\.2"/m],
  ['a version of a finished kernel', ['--system', 'debian-cloud@6.12'], /^error VERSION_MISPLACED: /m],
  [
    'a device',
    ['--kernel-source', '/dev/null'],
    /^error FILE_KIND: the kernel source \/dev\/null is a device/m,
  ],
];

describe('a command that is given', function () {
  this.timeout(60_000);

  for (const [what, options, says] of ODD) {
    it(`${what} says so`, async () => {
      const { stderr, exitCode } = await benchHere([...RUN, ...options]);
      assert.match(stderr, says);
      assert.match(stderr, /^ {2}next: \S/m);
      assert.equal(exitCode, EXIT.usage);
    });
  }
  it('a pipe as a kernel source says so, and does not wait for it', () =>
    inTemp(async (dir) => {
      await execa('mkfifo', [join(dir, 'pipe')]);
      const { stderr, exitCode } = await benchHere([...RUN, '--kernel-source', join(dir, 'pipe')]);
      assert.match(stderr, /^error FILE_KIND: the kernel source .*pipe is a pipe\./m);
      assert.equal(exitCode, EXIT.usage);
    }));
});

describe('a program that is given as QEMU', function () {
  this.timeout(120_000);

  for (const [what, line, says] of [
    [
      'has a version, and is another',
      'echo "GNU bash, version 5.2.15(1)-release"',
      /says "GNU bash, version 5/,
    ],
    ['says nothing', 'true', /says nothing\./],
    [
      'has an odd version',
      'printf "QEMU emulator version \\033[2J\\n"',
      /says "QEMU emulator version \\x1b\[2J"/,
    ],
    ['prints without end', 'exec yes', /says "y"/],
  ] as const) {
    it(`is refused when it ${what}`, () =>
      inTemp(async (dir) => {
        const program = join(dir, 'qemu');
        await writeFile(program, `#!/bin/sh\n${line}\n`, { mode: 0o755 });
        await failsWith(qemuVersion(program), 'QEMU_OTHER', EXIT.usage, says);
      }));
  }
  it('is missing when it cannot be started', () =>
    failsWith(qemuVersion('/nowhere/qemu'), 'QEMU_MISSING', EXIT.couldNotMeasure, /nowhere/));
});
