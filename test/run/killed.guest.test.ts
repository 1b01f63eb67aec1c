// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { chmod, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../harness/core/errors.js';
import { lupineBench, onlyRun } from '../support/cli.js';
import { needKernels } from '../support/kernels.js';
import { inTemp } from '../support/temp.js';

const QEMU = 'qemu-system-x86_64';

describe('a run whose VMMs something else ends', function () {
  this.timeout(1_800_000);

  it('could not measure, keeps no record of it, and resume tries again', () =>
    inTemp(async (dir) => {
      await needKernels('lupine-hello');
      const [out, safe, program] = ['results', 'safe', 'qemu'].map((name) => join(dir, name)) as [
        string,
        string,
        string,
      ];
      // As by an operator, or by a host without memory: until the file is there.
      await writeFile(
        program,
        `#!/bin/sh\n[ "$1" = --version ] || [ -e '${safe}' ] || kill -KILL $$\nexec ${QEMU} "$@"\n`,
      );
      await chmod(program, 0o755);
      // It looks at a file of the host.
      const env = { LUPINE_BENCH_QEMU: program, LUPINE_BENCH_CONFINE: 'off' };
      const args = ['--app', 'hello', '--system', 'lupine-hello', '--clock', 'deterministic', '--boots', '1'];
      const { exitCode, stderr } = await lupineBench(
        ['run', 'boot', 'memory-floor', ...args, '--out', out],
        env,
      );
      assert.equal(exitCode, EXIT.couldNotMeasure);
      assert.match(stderr, /VMM_FAILED.*SIGKILL/s);
      assert.match(stderr, /TRIAL_KILLED/);
      const run = await onlyRun(out);
      // Only why there is none.
      const kept = await readdir(join(run, 'boots'));
      assert.deepEqual(kept.sort(), ['1.unmade.json', '2.unmade.json']);

      await writeFile(safe, '');
      const resumed = await lupineBench(['resume', run], env);
      assert.equal(resumed.exitCode, EXIT.ok, resumed.stdout + resumed.stderr);
      assert.match(resumed.stdout, /lupine-hello +16 MiB/);
    }));
});
