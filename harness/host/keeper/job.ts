// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import type { BootRequest } from '../../boot/request.js';
import { artifactOf } from '../../core/artifact.js';
import { confinedClientThere } from '../../load/confined-client.js';
import { notifyWords } from '../../load/drive.js';
import { NETWORK_WORDS, TAP } from '../../load/guest-network.js';
import { broughtMonitor } from '../../vmm/brought/all.js';
import { broughtArgv, confinedBrought } from '../../vmm/brought/confined.js';
import { confinedQemuThere } from '../../vmm/confined-qemu.js';
import { STOPPED_WORDS } from '../../vmm/kvm-words.js';
import { WRITE_MS, pinned, qemuArgv } from '../../vmm/qemu-argv.js';
import type { QemuThere } from '../../vmm/there.js';
import type { VmSpec, VmTap } from '../../vmm/types.js';
import { type PlacedBoot, specOf } from '../spec.js';
import { type CpuGroup, type KeptCommand, type KeptJob, PARENT } from './words.js';

/** Paths of our own programs on a host. */
export interface HelpersThere {
  keeper: string;
  confine: string;
  guestNetwork: string;
  notify: string;
}

/** The QEMU of a host, and what it may confine a program with there. */
export type MonitorThere = Omit<QemuThere, 'helper' | 'parent'>;

/** A boot as a host is to make it. */
export interface PlannedBoot extends PlacedBoot {
  helpers: HelpersThere;
  monitor: MonitorThere;
  uuid: string;
  awaited: string;
  /** Name of the job. */
  name: string;
  /** Control group that has the CPUs of the request for itself; missing where none has. */
  group?: CpuGroup | undefined;
}

/** Stands for {@link PARENT} until it becomes a word of its own: nothing else that is handed on can be it. */
export const PLACE = '\0parent';

/** In the keeper's own network: programs are put into the guest's by the keeper. */
const CARD: VmTap = { name: TAP, enter: [] };

/** What the keeper of a boot has to do, and the command line of the monitor for the record. */
export function keptJob(boot: PlannedBoot): { job: KeptJob; argv: string[] } {
  const { request, dir, helpers, monitor, uuid, awaited, name } = boot;
  const tap = request.load === undefined ? undefined : CARD;
  const spec: VmSpec = { ...specOf(boot, tap), uuid, consolePath: join(dir, 'console') };
  const confine = { ...monitor, helper: helpers.confine, parent: PLACE };
  const diskBytes = spec.disk === undefined ? 0 : artifactOf(request.artifacts, 'disk').bytes;
  const brought = broughtMonitor(request.monitor);
  const timed = brought !== undefined || request.clock === 'wall';
  return {
    job: {
      ...{ name, timed, timeoutMs: request.timeoutMs, consoleBytes: request.consoleBytes },
      graceMs: request.profile === undefined ? 0 : WRITE_MS,
      awaited: timed ? awaited : undefined,
      ...{ cpus: request.cpus, group: boot.group },
      fatal: brought === undefined ? STOPPED_WORDS : [],
      monitor: keptCommand(
        brought === undefined
          ? confinedQemuThere(confine, spec, diskBytes)
          : confinedBrought(brought, confine, spec),
      ),
      load: request.load === undefined ? undefined : loadOf(request.load, boot, confine),
    },
    argv:
      brought === undefined
        ? [...pinned(request.cpus), ...qemuArgv(monitor.name, spec, monitor.sandbox.words)]
        : broughtArgv(brought, spec),
  };
}

function loadOf(
  load: NonNullable<BootRequest['load']>,
  { helpers, files }: PlannedBoot,
  confine: QemuThere,
): KeptJob['load'] {
  const folder = files('clients');
  const { clients, cpu, knock } = load;
  return {
    ...{ cpu, ends: knock !== undefined },
    network: [helpers.guestNetwork, ...NETWORK_WORDS],
    notify: keptCommand(confinedClientThere(confine, { argv: [helpers.notify, ...notifyWords(load)] })),
    clients: clients.map(({ argv, env }) => keptCommand(confinedClientThere(confine, { argv, env, folder }))),
  };
}

/** A command as a job has it, with the process that starts it in each {@link PLACE}. */
export function keptCommand([file, words]: [string, string[]]): KeptCommand {
  return [file, ...words].map((word) => (word === PLACE ? PARENT : word));
}
