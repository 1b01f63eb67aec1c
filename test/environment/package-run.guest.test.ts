// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../harness/core/errors.js';
import type { Provenance } from '../../harness/run/provenance.js';
import { digestOfRole, pathOfRole } from '../support/artifacts.js';
import { onlyRun, samplesOfOnlyRun } from '../support/cli.js';
import { needKernels } from '../support/kernels.js';
import { installedPackage } from '../support/package.js';

describe('the installed package', function () {
  this.timeout(900_000);
  const installed = installedPackage();

  it('measures a finished kernel of a project', async () => {
    const [kernel] = await needKernels('lupine-hello');
    assert.ok(kernel !== undefined);
    await copyFile(pathOfRole(kernel, 'kernel'), join(installed().dir, 'vmlinux'));
    await writeFile(join(installed().dir, 'lupine-bench.yaml'), 'systems:\n  mine: { kernel: ./vmlinux }\n');
    const args = ['--app', 'hello', '--system', 'mine', '--clock', 'deterministic', '--boots', '1'];
    const { exitCode, stderr } = await installed().lupineBench('run', 'boot', ...args);
    assert.equal(exitCode, EXIT.ok, stderr);
    const results = join(installed().dir, 'results');
    const [, value] =
      /^boot,mine,,hello,boot\.guest,vns,lower,deterministic,[^,]*,any,1,(\d+)$/m.exec(
        await samplesOfOnlyRun(results),
      ) ?? [];
    // What the same kernel takes when it is built here: ten million instructions.
    assert.ok(Number(value) > 5e6 && Number(value) < 2e7, value);
    const text = await readFile(join(await onlyRun(results), 'provenance.json'), 'utf8');
    const { systems, kernelSource, harness } = JSON.parse(text) as Provenance;
    assert.equal(systems['mine']?.artifacts.kernel, digestOfRole(kernel, 'kernel'));
    assert.equal(kernelSource, undefined, 'nothing was built');
    assert.equal(harness.commit, 'unknown', 'no git around node_modules is asked');
  });
});
