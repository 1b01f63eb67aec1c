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

/** A boot of hello on the smallest system, or on one whose kernel is at this path. */
export async function helloBoot(path?: string): Promise<TestBoot> {
  const [built] = path === undefined ? await needKernels('lupine-hello') : [];
  const kernel = path ?? pathOfRole(built ?? assert.fail('no kernel'), 'kernel');
  const catalogue = await builtinSystems();
  const { declaration: app, dir: appDir } = await builtinApps.load('hello');
  const job = makeJob(app, { clock: 'deterministic', purpose: 'boot' });
  const rootfs = await buildRootfs({ app, appDir, job });
  return {
    kernel,
    files: [artifactOf(rootfs.artifacts, 'initrd')],
    cmdline: fullCmdline(catalogue.resolve('lupine-hello'), catalogue, 'deterministic'),
    job,
  };
}
