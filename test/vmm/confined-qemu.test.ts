// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { rawText } from '../../harness/core/foreign.js';
import { hostAbilities } from '../../harness/confine/abilities.js';
import { packagePath } from '../../harness/core/paths.js';
import { createQemu } from '../../harness/vmm/qemu.js';
import { SANDBOX } from '../../harness/vmm/qemu-argv.js';
import { monitorParts } from '../../harness/vmm/monitor-protection.js';
import { trySandbox } from '../../harness/vmm/sandbox.js';
import { attackedSpec } from '../support/attack.js';
import { becomes, rightsOfQemu } from '../support/processes.js';
import { inPlainTemp, inTemp } from '../support/temp.js';
import { tinyGuest } from '../support/tiny-guest.js';

/** A host that lets root make no namespace, as most containers; for a user who is not root the same as any. */
const WITHOUT_NAMESPACES: readonly [string, ...string[]] =
  process.getuid?.() === 0
    ? ['setpriv', '--bounding-set', '-sys_admin', '--inh-caps', '-sys_admin', '--']
    : ['env'];

/** A QEMU that was built without a filter of system calls. */
const UNFILTERED = `#!/bin/sh
for word; do
  [ "$word" != -sandbox ] || { echo 'qemu: -sandbox support is not enabled in this QEMU binary' >&2; exit 1; }
done
exec qemu-system-x86_64 "$@"
`;

describe('QEMU, confined', function () {
  this.timeout(60_000);

  it('runs a guest whose kernel only root may read, in a folder that only root may enter', () =>
    inTemp(async (dir) => {
      const spec = await attackedSpec(dir, '');
      await chmod(spec.kernel, 0o400);
      const { stderr } = await createQemu().run(spec);
      assert.equal(await readFile(spec.consolePath, 'latin1'), 'K', rawText(stderr));
    }));

  it('is a program that only root may read, too', () =>
    inPlainTemp(async (dir) => {
      const program = join(dir, 'qemu');
      await writeFile(program, '#!/bin/sh\nexec qemu-system-x86_64 "$@"\n', { mode: 0o700 });
      const spec = await attackedSpec(dir, '');
      const { stderr } = await createQemu(program).run(spec);
      assert.equal(await readFile(spec.consolePath, 'latin1'), 'K', rawText(stderr));
    }));

  it('runs unfiltered where it has no filter, and that is said', () =>
    inPlainTemp(async (dir) => {
      const program = join(dir, 'qemu');
      await writeFile(program, UNFILTERED, { mode: 0o755 });
      const refused = 'qemu: -sandbox support is not enabled in this QEMU binary';
      assert.deepEqual(await trySandbox(program), { words: [], refused });
      const { lacks } = await createQemu(program).protection();
      assert.ok(lacks.includes(`a filter of its system calls (${refused})`));
      const spec = await attackedSpec(dir, '');
      const { argv, stderr } = await createQemu(program).run(spec);
      assert.ok(!argv.includes('-sandbox'));
      assert.equal(await readFile(spec.consolePath, 'latin1'), 'K', rawText(stderr));
    }));

  it('has its filter, and what is written down of it is the command that anybody can repeat', () =>
    inPlainTemp(async (dir) => {
      const spec = await attackedSpec(dir, '');
      const { argv } = await createQemu().run(spec);
      assert.deepEqual(argv.slice(0, 3), ['qemu-system-x86_64', ...SANDBOX]);
      assert.deepEqual(argv, await createQemu().argv(spec));
      assert.ok(argv.includes(spec.kernel));
    }));

  it('gives up all rights of root also where no namespace can be had', () =>
    inPlainTemp(async (dir) => {
      const { kernel, consolePath } = await attackedSpec(dir, '');
      const guest = tinyGuest();
      // Before its end: a jump to itself.
      guest.set([0xeb, 0xfe], guest.length - 7);
      await writeFile(kernel, guest);
      const script = packagePath('dist', 'test', 'support', 'scripts', 'run-guest.js');
      const [file, ...words] = [...WITHOUT_NAMESPACES, process.execPath, script, kernel, consolePath];
      const harness = execa(file, words, { reject: false });
      const { uid, ...rights } = (await rightsOfQemu(harness.pid ?? 0)) ?? assert.fail('it does not run');
      assert.deepEqual(rights, { capabilities: '0000000000000000', noNewPrivileges: true, seccomp: 2 });
      const own = monitorParts(await hostAbilities(), []).has('user');
      assert.ok(own ? uid > 1000 : uid === process.getuid?.());
      assert.ok(await becomes(async () => (await readFile(consolePath, 'latin1')) === 'K'));
      harness.kill();
      await harness;
    }));
});
