// SPDX-License-Identifier: Apache-2.0
import { basename } from 'node:path';
import type { BootProfile, BootRequest } from '../boot/request.js';
import type { BootResult } from '../boot/types.js';
import { type Artifact, artifactOf, idOf } from '../core/artifact.js';
import { rawText } from '../core/foreign.js';
import { diskCmdline } from '../image/boot-image.js';
import { isBound } from '../image/trust.js';
import { monitorFault } from '../system/guest/clock.js';
import { bootedRoles } from './booted-roles.js';
import { CONSOLE_BYTES } from '../vmm/types.js';
import type { ReadyStep } from './context.js';

/** This part of a boot's time an app has until it takes a connection, where it is asked by that alone; the rest is for its load. */
const KNOCK_PART = 3;

/** What one boot of a step has of its own. */
export interface BootOptions {
  /** Where the root is: in memory, or on a disk, which answers in the host's time. */
  root: 'initrd' | 'disk';
  idle: BootRequest['idle'];
  memoryMib: number;
  timeoutMs: number;
  /** File in the run's folder that gets the console; the outputs of clients on the host stand beside it. */
  consolePath: string;
}

/** What a boot needs of its step. */
export type BootContext = Pick<ReadyStep, 'plan' | 'image' | 'clients' | 'pins' | 'host' | 'signal'>;

/** How the instructions of a boot are counted. */
export interface Counting extends BootProfile {
  /** The plugin, and what it watches for. */
  artifacts: readonly Artifact[];
}

/** A boot whose instructions were counted. */
export interface CountedBoot {
  result: BootResult;
  /** As the plugin wrote it; missing where it did not. */
  counts: Uint8Array | undefined;
}

/**
 * Makes one boot on a host with its instructions counted; nothing is stored.
 * @throws what the host throws.
 */
export async function countBoot(
  context: BootContext,
  options: Omit<BootOptions, 'consolePath'>,
  { artifacts, tree }: Counting,
): Promise<CountedBoot> {
  const { host, signal } = context;
  const files = [...filesOf(context, options), ...artifacts];
  for (const file of files) await host.put(file, signal);
  const request: BootRequest = { ...requestOf(context, files, options), profile: { tree } };
  let counts: Uint8Array | undefined;
  const result = await host.boot(request, signal, undefined, (counted) => (counts = counted));
  return { result, counts };
}

/**
 * Makes one boot on the host of a run and keeps what it printed.
 * @throws what the host throws, and errors of storing.
 */
export async function makeBoot(ready: ReadyStep, options: BootOptions): Promise<BootResult> {
  const { folder, host, signal } = ready;
  const files = filesOf(ready, options);
  for (const file of files) await host.put(file, signal);
  const { consolePath } = options;
  const result = await host.boot(requestOf(ready, files, options), signal, (console) =>
    folder.write(consolePath, console),
  );
  for (const { name, stdout, stderr } of result.hostClients ?? []) {
    const path = consolePath.replace(/log$/, () => name);
    await folder.write(`${path}.out`, rawText(stdout));
    await folder.write(`${path}.err`, rawText(stderr));
  }
  return withLog(result, consolePath);
}

/** What a boot needs on its host. */
export function filesOf(
  { image, clients }: Pick<BootContext, 'image' | 'clients'>,
  { root }: Pick<BootOptions, 'root'>,
): Artifact[] {
  const own = bootedRoles(image, root).map((role) => artifactOf(image.artifacts, role));
  return clients === undefined ? own : [...own, clients.programs];
}

/** One boot as data, whatever kind of system its image is of. @throws BenchError `MONITOR_KVM` (exit 3). */
export function requestOf(
  {
    plan,
    image,
    clients,
    pins,
  }: Pick<BootContext, 'image' | 'clients' | 'pins'> & {
    plan: Pick<BootContext['plan'], 'clock' | 'counted' | 'monitor'>;
  },
  files: readonly Artifact[],
  { idle, memoryMib, timeoutMs }: Omit<BootOptions, 'consolePath'>,
): BootRequest {
  const fault = monitorFault(image.monitor, plan);
  if (fault !== undefined) throw fault;
  const onDisk = image.observer === 'frames' && files.some(({ role }) => role === 'disk');
  const cmdline = onDisk ? diskCmdline(image) : image.cmdline;
  const request: BootRequest = {
    ...{ monitor: image.monitor ?? plan.monitor, clock: plan.clock, observer: image.observer },
    ...(image.machine === undefined ? {} : { machine: image.machine }),
    ...{ idle, cmdline, memoryMib, timeoutMs, consoleBytes: CONSOLE_BYTES },
    ...{ expects: image.expects, bound: isBound(image.trust) },
    artifacts: files.map(idOf),
  };
  if (onDisk && image.diskAcpi === true) request.acpi = true;
  if (image.modernVirtio === true) request.modernVirtio = true;
  if (pins !== undefined) request.cpus = pins.monitor;
  if (clients !== undefined && pins?.client !== undefined) {
    request.load = { clients: clients.clients, port: clients.port, cpu: pins.client };
    if (image.knocked === true) request.load.knock = { withinMs: Math.ceil(timeoutMs / KNOCK_PART) };
  }
  return request;
}

/** Where a reader finds the console, relative to the run: equal runs have equal words. A monitor that failed has none. */
function withLog(result: BootResult, consolePath: string): BootResult {
  const { failure, ending } = result;
  if (failure === undefined || ending === 'vmm-failed') return result;
  const message = `${failure.message} (console: console/${basename(consolePath)})`;
  return { ...result, failure: { ...failure, message } };
}
