// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { loadApp } from '../../harness/app/load.js';
import { makeJob } from '../../harness/app/make-job.js';
import { GUEST_INTERFACE } from '../../harness/app/outside.js';
import type { AppDeclaration } from '../../harness/app/types.js';
import type { BootResult } from '../../harness/boot/types.js';
import { silent } from '../../harness/core/progress.js';
import { cpuLayout } from '../../harness/host/cpus.js';
import { hostClients } from '../../harness/image/host-clients.js';
import { buildRootfs } from '../../harness/image/rootfs/build.js';
import { bootUnderLoad } from '../../harness/load/boot.js';
import { makePlan } from '../../harness/plan/plan.js';
import type { Plan } from '../../harness/plan/types.js';
import { DISK_ROOT, fullCmdline } from '../../harness/run/context.js';
import { type RunFolder, createRun } from '../../harness/run/folder.js';
import { makeBoots } from '../../harness/run/run.js';
import { appNames, loadScenario } from '../../harness/scenario/load.js';
import type { ScenarioParameters } from '../../harness/scenario/types.js';
import { loadSystems } from '../../harness/system/catalogue.js';
import type { ClientRequest } from '../../harness/workload/types.js';
import { guestKernel } from './guest.js';
import { standIn } from './stand-in.js';
import { inTemp } from './temp.js';

/** It runs every app, and other tests have it built. */
const SYSTEM = 'lupine-general';

/** Makes one boot of a scenario whose load comes from the host; QEMU counts nothing and its times mean nothing. */
export async function runLoaded(
  name: string,
  dir: string,
  parameters: ScenarioParameters,
  signal = new AbortController().signal,
): Promise<{ folder: RunFolder; plan: Plan }> {
  const catalogue = await loadSystems(await appNames());
  const scenario = { ...(await loadScenario(name)), parameters };
  const plan = makePlan([scenario], catalogue, {
    clock: 'wall',
    clockReason: 'test',
    systems: [SYSTEM],
    boots: 1,
    memoryMib: 256,
  });
  const folder = await createRun(dir, plan, new Date());
  await makeBoots(folder, plan, { vmm: standIn(), catalogue, progress: silent, signal });
  return { folder, plan };
}

/** Boots an app, changed as given, and loads it from the host with these clients. */
export async function bootLoaded(
  name: string,
  requests: readonly ClientRequest[],
  change: Partial<AppDeclaration> = {},
): Promise<BootResult> {
  const { declaration, dir: appDir } = await loadApp(name);
  const app = { ...declaration, ...change };
  const job = makeJob(app, { clock: 'wall', purpose: 'load', ethernet: GUEST_INTERFACE });
  const rootfs = await buildRootfs({ app, appDir, job });
  const clients = await hostClients(app, requests, {});
  const cmdline = fullCmdline(await loadSystems(await appNames()), SYSTEM, 'wall');
  const kernel = await guestKernel();
  const [cpu = 0] = (await cpuLayout()).allowed;
  return await inTemp(async (dir) => {
    return await bootUnderLoad({
      vmm: standIn(),
      spec: {
        kernel,
        disk: rootfs.ext2.path,
        cmdline: `${cmdline} ${DISK_ROOT}`,
        memoryMib: 256,
        clock: 'wall',
        timeoutMs: 120_000,
        consolePath: join(dir, 'console.log'),
      },
      load: { ...clients, cpu, outputPath: (client) => join(dir, client) },
    });
  });
}
