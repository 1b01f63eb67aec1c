// SPDX-License-Identifier: Apache-2.0
import { NETWORK_REFUSED } from '../load/refusal.js';
import { bootOf } from './boot-step.js';
import type { Clock } from '../metric/types.js';
import type { PlanStep, StepKind } from '../plan/types.js';
import { workloadOf } from '../workload/registry.js';
import type { InspectedImage } from '../workload/types.js';
import { cellName } from '../plan/history.js';
import { failureOf, separate } from './failure.js';
import type { StepRecord, UsedImages } from './record.js';
import { TRIAL_KILLED, searchFloor } from './search.js';
import { type ReadyStep, type StepContext, fullCmdline } from './context.js';

/**
 * Makes one step and stores its record. A boot that fails is a record too: the cell could not be measured, and the record
 * says why. Where an image cannot be made nothing was booted, and where something else ended the VMM nothing is known: such
 * a record is given back, but not stored.
 * @throws BenchError with exit 2 or 5, and errors of storing; an AbortError when interrupted, leaving no record.
 */
export async function runStep(step: PlanStep, context: StepContext): Promise<StepRecord> {
  const { plan, folder } = context;
  const base = { format: 1, step, clock: plan.clock, host: plan.host } as const;
  const scenario = plan.scenarios.find(({ name }) => name === step.scenario);
  if (scenario === undefined) throw new Error(`plan without the scenario ${step.scenario}`);
  let images: UsedImages | undefined;
  let record: StepRecord;
  try {
    const kernel = await context.images.kernel(step.system);
    const rootfs = await context.images.rootfs(step.app, scenario);
    const cmdline = fullCmdline(context.catalogue, step.system, plan.clock);
    const root = usesDisk(workloadOf(scenario).kind, plan.clock) ? rootfs.ext2 : rootfs.initramfs;
    const load = await context.images.hostClients(step.app, scenario);
    images = {
      kernel: kernel.vmlinux.sha256,
      rootfs: root.sha256,
      cmdline,
      ...(load === undefined ? {} : { clients: load.digest }),
    };
    context.requireSameImages(cellName(step), images);
    record = {
      ...base,
      images,
      ...(await measure({
        ...context,
        step,
        scenario,
        kernel,
        rootfs,
        used: images,
        ...(load === undefined ? {} : { load }),
      })),
    };
  } catch (error) {
    context.signal.throwIfAborted();
    const failure = failureOf(error);
    record = { ...base, values: {}, failure, ...(images === undefined ? {} : { images }) };
  }
  if (record.images !== undefined && !saysNothing(record)) {
    await context.note(record);
    await folder.writeRecord(record);
  }
  return record;
}

/** A VMM that something else ended, or that was never begun, says nothing about the guest: no record is kept, so that resume tries again. */
function saysNothing({ failure, result }: StepRecord): boolean {
  const code = failure?.code ?? '';
  return code === TRIAL_KILLED || NETWORK_REFUSED.includes(code) || result?.killed === true;
}

function usesDisk(kind: StepKind, clock: Clock): boolean {
  return kind !== 'boot' || clock === 'wall';
}

/** What `image-size` may see of the images. */
function inspected({ kernel, rootfs }: ReadyStep): InspectedImage {
  return {
    artifacts: [
      { role: 'kernel', bytes: kernel.vmlinux.bytes },
      { role: 'compressed-kernel', bytes: kernel.bzImage.bytes },
      { role: 'root-disk', bytes: rootfs.ext2.bytes },
    ],
    facts: { stripped_bytes: kernel.strippedBytes, options: kernel.options },
  };
}

async function measure(
  ready: ReadyStep,
): Promise<Pick<StepRecord, 'values' | 'failure' | 'missing' | 'result' | 'trials'>> {
  const workload = workloadOf(ready.scenario);
  if (workload.inspect !== undefined) return separate(workload.inspect(inspected(ready)));
  if (workload.kind === 'search') return await searchFloor(ready);
  const { scenario, plan } = ready;
  const result = await bootOf(ready);
  if (result.failure !== undefined || result.report === undefined) {
    return { values: {}, result, ...(result.failure === undefined ? {} : { failure: result.failure }) };
  }
  const { report, outside: clients = report.clients } = result;
  const measured = {
    clock: plan.clock,
    parameters: scenario.parameters,
    report: { ...report, clients },
    ...(result.vmmNs === undefined ? {} : { vmmNs: result.vmmNs }),
  };
  const names = scenario.metrics.map(({ name }) => name);
  const each = workload.readEach?.(measured, names);
  if (each !== undefined) return { ...separate(each), result };
  return { values: workload.read?.(measured) ?? {}, result };
}
