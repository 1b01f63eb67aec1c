// SPDX-License-Identifier: Apache-2.0
import type { BootResult } from '../boot/types.js';
import { type ArtifactRole, artifactOf } from '../core/artifact.js';
import { BenchError } from '../core/errors.js';
import { PATIENCE } from '../host/emulation.js';
import type { BootImage } from '../image/boot-image.js';
import type { HostClients } from '../image/host-clients.js';
import { type TrustReason, monitorTrust } from '../image/trust.js';
import type { Clock } from '../metric/types.js';
import { cellName } from '../plan/durations.js';
import type { PlanStep } from '../plan/types.js';
import { workloadOf } from '../workload/registry.js';
import type { Workload } from '../workload/types.js';
import { makeBoot } from './boot.js';
import { bootedRoles } from './booted-roles.js';
import { type ReadyStep, type StepContext, imagesOf } from './context.js';
import { requireKvm } from './kvm-failure.js';
import { failureOf, splitByOutcome } from './failure.js';
import type { StepRecord, UsedImages } from './record.js';
import { searchFloor } from './search.js';
import { writeUnmade } from './unmade.js';

/**
 * Makes one step and stores its record. A boot that fails is a record too: the cell could not be measured, and the record
 * says why. Where an image cannot be made nothing was booted, and where something else ended the monitor nothing is known:
 * such a record is given back, and kept beside as the reason only.
 * @throws BenchError with exit 2 or 5, and errors of storing; an AbortError when interrupted, leaving no record.
 */
export async function runStep(step: PlanStep, context: StepContext): Promise<StepRecord> {
  const { plan, folder, host } = context;
  const images = imagesOf(step, context);
  const base = {
    ...({ format: 1, step, clock: plan.clock, host: await host.identity() } as const),
    ...(context.emulated === true ? { emulated: true } : {}),
  };
  const scenario = plan.scenarios.find(({ name }) => name === step.scenario);
  if (scenario === undefined) throw new Error(`plan without the scenario ${step.scenario}`);
  let ready: ReadyStep | undefined;
  let record: StepRecord;
  let brought: Pick<StepRecord, 'monitor'> = {};
  let keep: boolean;
  try {
    const made = await images.image(step.system, step.app, scenario);
    const image = { ...made, trust: [...made.trust, ...monitorTrustIn(made, plan.monitor)] };
    brought = image.monitor === undefined ? {} : { monitor: image.monitor };
    const clients = await images.clients(step.app, scenario);
    const used = usedImages(workloadOf(scenario), plan.clock, image, clients);
    context.requireSameImages(cellName(step), used);
    ready = { ...context, step, scenario, image, clients, used };
    record = {
      ...base,
      ...brought,
      images: used,
      ...trustIn(image, workloadOf(scenario)),
      ...(await measure(ready)),
    };
    keep = record.result?.killed !== true;
  } catch (error) {
    context.signal.throwIfAborted();
    record = { ...base, ...brought, images: ready?.used, values: {}, failure: failureOf(error) };
    keep = !isAttempt(error);
  }
  if (ready !== undefined && keep) {
    await context.note(record, ready.image, ready.clients);
    await folder.writeRecord(record);
  } else {
    await writeUnmade(folder, record);
  }
  return record;
}

/** Of a guest without our PID 1 other things are said. */
function monitorTrustIn({ observer, monitor }: BootImage, planned: string): TrustReason[] {
  return observer === 'frames' ? monitorTrust(monitor ?? planned) : [];
}

/** A look at files needs no trust in a guest. */
function trustIn({ trust }: BootImage, { kind }: Workload): Pick<StepRecord, 'trust'> {
  return trust.length === 0 || kind === 'inspect' ? {} : { trust };
}

/** An error whose cause lies outside of the guest says nothing about it: no record is kept, so that `resume` tries again. */
function isAttempt(error: unknown): boolean {
  return error instanceof BenchError && error.scope === 'attempt';
}

/** Roles of the files that a step boots, or looks at. */
function rolesOf({ kind }: Workload, clock: Clock, image: BootImage): ArtifactRole[] {
  if (kind === 'inspect') return image.artifacts.map(({ role }) => role);
  return bootedRoles(image, kind === 'boot' && clock === 'deterministic' ? 'initrd' : 'disk');
}

/** What a step of a workload is made with, as its record has it. */
export function usedImages(
  workload: Workload,
  clock: Clock,
  image: BootImage,
  clients: HostClients | undefined,
): UsedImages {
  const { artifacts, cmdline } = image;
  const roles = rolesOf(workload, clock, image);
  const all = clients === undefined ? artifacts : [...artifacts, clients.programs];
  const wanted = clients === undefined ? roles : [...roles, 'clients' as const];
  const digests = wanted.map((role) => [role, artifactOf(all, role).sha256] as const);
  return { artifacts: Object.fromEntries(digests), cmdline };
}

async function measure(
  ready: ReadyStep,
): Promise<Pick<StepRecord, 'values' | 'failure' | 'missing' | 'result' | 'trials'>> {
  const { scenario, plan, folder, step, image } = ready;
  const workload = workloadOf(scenario);
  if (workload.inspect !== undefined) {
    const { artifacts, facts } = image;
    return splitByOutcome(workload.inspect({ artifacts, facts: { ...facts } }));
  }
  if (workload.kind === 'search') return await searchFloor(ready);
  const root = plan.clock === 'deterministic' ? 'initrd' : 'disk';
  const result = await makeBoot(ready, {
    ...{ root, idle: 'skipped' },
    memoryMib: scenario.memory_mib,
    timeoutMs: scenario.timeout_s * 1000 * (ready.emulated === true ? PATIENCE : 1),
    consolePath: folder.consolePath(step),
  });
  requireKvm(`boot ${step.boot} of ${cellName(step)}`, result);
  if (result.failure !== undefined) {
    // The last lines of the console are in the result.
    const { code, message, next } = result.failure;
    return { values: {}, result, failure: { code, message, next } };
  }
  return valuesOf(ready, workload, result);
}

/** Values that a boot gave, and why single metrics have none. */
export function valuesOf(
  { scenario, plan }: Pick<ReadyStep, 'scenario' | 'plan'>,
  workload: Workload,
  result: BootResult,
): Pick<StepRecord, 'values' | 'missing' | 'result'> {
  const { report, vmmNs } = result;
  if (report === undefined) return { values: {}, result };
  const { hostClients: clients = report.clients } = result;
  const { parameters, metrics } = scenario;
  const measured = {
    clock: plan.clock,
    counted: plan.counted,
    parameters,
    report: { ...report, clients },
    vmmNs,
  };
  try {
    const each = workload.readEach?.(
      measured,
      metrics.map(({ name }) => name),
    );
    if (each !== undefined) return { ...splitByOutcome(each), result };
    return { values: workload.read?.(measured) ?? {}, result };
  } catch (error) {
    return { values: {}, result, ...{ failure: failureOf(error) } };
  }
}
