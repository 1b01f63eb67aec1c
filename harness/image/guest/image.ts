// SPDX-License-Identifier: Apache-2.0
import type { ExpectedReport } from '../../boot/request.js';
import { digestOf } from '../../core/json.js';
import { ownValue } from '../../core/own.js';
import { measureError, usageError } from '../../core/errors.js';
import type { Clock } from '../../metric/types.js';
import { clockFault } from '../../system/guest/clock.js';
import type { ConsoleScript, GuestKind } from '../../system/guest/types.js';
import type { GuestSystem } from '../../system/types.js';
import { workloadOf } from '../../workload/registry.js';
import type { BootImage, SystemImage } from '../boot-image.js';
import { buildHermitux } from '../hermitux/build.js';
import { buildRumprun } from '../rumprun/build.js';
import { buildCustom } from './custom.js';
import { buildOsv } from '../osv/build.js';
import { guestFile } from './files.js';
import { type GuestBuilder, DETERMINISTIC_HZ, type GuestImage, type GuestImageRequest } from './types.js';

const MIB = 2 ** 20;

const BUILDERS: Readonly<Record<GuestKind, GuestBuilder>> = {
  custom: buildCustom,
  osv: buildOsv,
  rumprun: buildRumprun,
  hermitux: buildHermitux,
};

/** The part of a system that brings its own kernel which all its apps share: nothing is built for it. */
export function guestSystemImage({ name, artifacts }: GuestSystem): SystemImage {
  const sources = artifacts.map((one) => [one.name, one.source ?? null]);
  return { inputs: digestOf({ name, sources }), artifacts: [], facts: {}, hit: true };
}

/**
 * Makes the image of an app on a system that brings its own kernel.
 * @throws BenchError `APP_NOT_DECLARED` (exit 2); what its builder throws.
 */
export async function guestImage(
  request: Omit<GuestImageRequest, 'app' | 'file'>,
  shared: SystemImage,
): Promise<BootImage> {
  const { system, appName, clock, requests } = request;
  const app = ownValue(system.apps, appName);
  if (app === undefined) {
    throw usageError(
      'APP_NOT_DECLARED',
      `${system.name} does not say how it runs ${appName}.`,
      `It runs ${Object.keys(system.apps).join(', ')}; declare the app under "apps" of the system.`,
    );
  }
  const fault = clockFault(system, clock);
  if (fault !== undefined) throw fault;
  const file = (name: string): Promise<string> => guestFile(system, name, request);
  const made = await BUILDERS[system.kind]({ ...request, app, file });
  requireRoom(made, request);
  const clients = requests.map(({ client, name = client }) => name);
  return {
    ...{ kind: system.kind, system: shared, artifacts: made.artifacts, facts: made.facts ?? {} },
    ...{ cmdline: made.cmdline, diskRoot: '', packages: made.packages ?? [], own: made.own ?? [] },
    ...{
      machine: system.machine,
      monitor: made.monitor,
      observer: scriptFor(made, clients),
      everySize: made.everySize,
      modernVirtio: made.modernVirtio,
      knocked: app.hostLoad === 'port',
    },
    expects: expectedOf(made, clock, clients),
    trust: ['no-pid1'],
  };
}

/** A search finds out by itself what is too little, and a look at files needs none. */
function requireRoom(
  { facts }: GuestImage,
  { system, scenario }: Pick<GuestImageRequest, 'system' | 'scenario'>,
): void {
  const { memory_mib: mib } = scenario;
  const end = facts?.loadedEnd ?? 0;
  if (workloadOf(scenario).kind !== 'boot' || end <= mib * MIB) return;
  throw measureError(
    'IMAGE_LARGER_THAN_MEMORY',
    `the kernel of ${system.name}, with what is in it, ends at ${Math.ceil(end / MIB)} MiB, and the guest has ${mib} MiB.`,
    'Raise memory_mib of the scenario (`--memory`), or give a smaller kernel.',
  );
}

function expectedOf({ script }: GuestImage, clock: Clock, clients: readonly string[]): ExpectedReport {
  return {
    ...{ checks: [], clients, reportsMain: script.main !== undefined, limitMs: 0 },
    ...(clock === 'deterministic' ? { tscHz: DETERMINISTIC_HZ } : {}),
  };
}

/** An image may run more programs than a scenario asks for; what they print is then a part of the console like any other. */
function scriptFor({ script }: GuestImage, wanted: readonly string[]): ConsoleScript {
  const { clients, ...others } = script;
  const asked = Object.entries(clients ?? {}).filter(([name]) => wanted.includes(name));
  return { ...others, ...(asked.length === 0 ? {} : { clients: Object.fromEntries(asked) }) };
}
