// SPDX-License-Identifier: Apache-2.0
import { makeJob } from '../../harness/app/make-job.js';
import { GUEST_INTERFACE } from '../../harness/app/host-load.js';
import type { AppDeclaration } from '../../harness/app/types.js';
import type { BootResult } from '../../harness/boot/types.js';
import { silent } from '../../harness/core/progress.js';
import { cpuLayout } from '../../harness/host/cpus.js';
import { hostClients } from '../../harness/image/host-clients.js';
import { buildRootfs } from '../../harness/image/rootfs/build.js';
import { makePlan } from '../../harness/plan/plan.js';
import type { Plan } from '../../harness/plan/types.js';
import { artifactOf } from '../../harness/core/artifact.js';
import { createEnvironment } from '../../harness/environment/environment.js';
import { DISK_ROOT, fullCmdline } from '../../harness/image/boot-image.js';
import { type RunFolder, createRun } from '../../harness/run/folder.js';
import { makeBoots } from '../../harness/run/run.js';
import type { ScenarioParameters } from '../../harness/scenario/types.js';
import type { ClientRequest } from '../../harness/workload/types.js';
import { guestKernel } from './guest.js';
import { type TestBoot, bootLocally } from './boot.js';
import { standIn, standInHost } from './stand-in.js';
import { ANYWHERE, builtinApps, builtinScenarios, builtinSystems } from './builtin.js';

/** It runs every app, and other tests have it built. */
const SYSTEM = 'lupine-general';

/** Makes one boot of a scenario whose load comes from the host; QEMU counts nothing and its times mean nothing. */
export async function runLoaded(
  name: string,
  dir: string,
  parameters: ScenarioParameters,
  signal = new AbortController().signal,
): Promise<{ folder: RunFolder; plan: Plan }> {
  const catalogue = await builtinSystems();
  const scenario = { ...(await builtinScenarios.load(name)), parameters };
  const plan = makePlan([scenario], catalogue, {
    clock: 'wall',
    clockReason: 'test',
    systems: [SYSTEM],
    boots: 1,
    memoryMib: 256,
    ...ANYWHERE,
  });
  const folder = await createRun(dir, plan, new Date());
  const images = (await createEnvironment()).images({ clock: 'wall', progress: silent, signal });
  await makeBoots(folder, plan, { host: standInHost(), images, progress: silent, signal });
  return { folder, plan };
}

/** Boots an app, changed as given, and loads it from the host with these clients. */
export async function bootLoaded(
  name: string,
  requests: readonly ClientRequest[],
  change: Partial<AppDeclaration> = {},
): Promise<BootResult> {
  return (await bootLocally({ ...(await loadedBoot(name, requests, change)), with: standIn() })).result;
}

/** What such a boot is. */
export async function loadedBoot(
  name: string,
  requests: readonly ClientRequest[],
  change: Partial<AppDeclaration> = {},
): Promise<TestBoot> {
  const { declaration, dir: appDir } = await builtinApps.load(name);
  const app = { ...declaration, ...change };
  const job = makeJob(app, { clock: 'wall', purpose: 'load', ethernet: GUEST_INTERFACE });
  const rootfs = await buildRootfs({ app, appDir, job });
  const clients = await hostClients(app, requests, {});
  const cmdline = fullCmdline((await builtinSystems()).resolve(SYSTEM), await builtinSystems(), 'wall');
  const kernel = await guestKernel();
  const [cpu = 0] = (await cpuLayout()).allowed;
  return {
    kernel,
    files: [artifactOf(rootfs.artifacts, 'disk'), clients.programs],
    cmdline: `${cmdline} ${DISK_ROOT}`,
    ...{ clock: 'wall', idle: 'real', timeoutMs: 120_000 },
    job,
    load: { clients: clients.clients, port: clients.port, cpu },
  };
}
