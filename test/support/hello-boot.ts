// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { makeJob } from '../../harness/app/make-job.js';
import { artifactOf } from '../../harness/core/artifact.js';
import { fullCmdline } from '../../harness/image/boot-image.js';
import { buildRootfs } from '../../harness/image/rootfs/build.js';
import { pathOfRole } from './artifacts.js';
import type { TestBoot } from './boot.js';
import { builtinApps, builtinSystems } from './builtin.js';
import { needKernels } from './kernels.js';

/** A boot of hello. */
export async function helloBoot(): Promise<TestBoot> {
  const [kernel] = await needKernels('lupine-hello');
  const catalogue = await builtinSystems();
  const { declaration: app, dir: appDir } = await builtinApps.load('hello');
  const job = makeJob(app, { clock: 'deterministic', purpose: 'boot' });
  const rootfs = await buildRootfs({ app, appDir, job });
  return {
    kernel: pathOfRole(kernel ?? assert.fail('no kernel'), 'kernel'),
    files: [artifactOf(rootfs.artifacts, 'initrd')],
    cmdline: fullCmdline(catalogue.resolve('lupine-hello'), catalogue, 'deterministic'),
    job,
  };
}
