// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { runTool } from '../../harness/core/tool.js';
import { sourceOf } from '../../harness/image/kernel/patched-source.js';
import { builtinSystems } from '../support/builtin.js';
import { KERNEL_TIMEOUT } from '../support/guest.js';
import { kernelSourceOf } from '../support/kernel-source.js';
import { inTemp } from '../support/temp.js';
import { bootQuietly, passedLines } from './support/commands.js';
import { MUSL_FLAGS } from './support/guest-program.js';
import { testKernel, versioned } from './support/kernels.js';

/** Checks of the program, each in both ways of calling. */
const CHECKS = 7;

describe('KML: the self-test of the series', function () {
  this.timeout(180_000);
  before(async function () {
    this.timeout(KERNEL_TIMEOUT);
    await testKernel('kml');
  });

  it('passes, as the kernel that it comes with is built', () =>
    inTemp(async (dir) => {
      const system = (await builtinSystems()).resolveLinux(versioned('lupine-general', '+kml'));
      const source = await sourceOf(await kernelSourceOf(system), system.patches);
      const program = join(dir, 'selftest');
      const text = join(source, 'tools', 'testing', 'selftests', 'x86', 'kml.c');
      const args = [...MUSL_FLAGS, '-O2', '-static', '-no-pie', '-mno-red-zone', '-o', program, text];
      await runTool('musl-gcc', args, { cwd: dir, code: 'TEST_APP' });
      const options = { programs: { '/selftest': program } };
      const boot = await bootQuietly(await testKernel('kml'), ['/selftest'], options);
      const lines = passedLines(boot.of('/selftest'));
      assert.equal(lines.filter((line) => line.startsWith('[OK]\t')).length, 2 * CHECKS, lines.join('\n'));
      assert.equal(lines.length, 2 * CHECKS, lines.join('\n'));
    }));
});
