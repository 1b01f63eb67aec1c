// SPDX-License-Identifier: Apache-2.0
import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeGiven } from '../../image/kvm-host/given.js';
import type { Monitor } from '../../vmm/types.js';
import { writeInventory } from './inventory-text.js';
import { makeKeys } from './keys.js';
import { type HostImage, type RunningMachine, endedError, startMachine } from './machine.js';
import { ownerOf } from '../../core/owner.js';
import { freePorts } from './port.js';
import { ADDRESS, type KnownHost, claimHosts, removeHost, writeState } from './state.js';

/** Emulated hosts to start. */
export interface FleetOptions {
  monitor: Monitor;
  image: HostImage;
  count: number;
  memoryMib: number;
  processors: number;
  /** Ends all of them. */
  signal: AbortSignal;
  /** Called with each host whose SSH server answers, and how long that took, ms. */
  onReady: (host: KnownHost, readyMs: number) => void;
  /** Called with why a host ended that was not told to. */
  onEnded: (error: unknown) => void;
}

/** Emulated hosts that run. */
export interface Fleet {
  hosts: KnownHost[];
  /** Path of the inventory that has them, and others of this user. */
  inventory: string;
  /** Ends when none of them runs any more and nothing of them is left; true when each was told to end. */
  ended: Promise<boolean>;
}

/** A file of this name in a host's folder says that it is to end. */
const STOP = 'stop';

/** Between two looks for it, ms. */
const LOOK_MS = 300;

/** Asks the process of a host to end it. */
export async function askToStop({ dir }: KnownHost): Promise<void> {
  await writeFile(join(dir, STOP), '');
}

/**
 * Starts emulated hosts at the same time, each with keys of its own, and writes them into the inventory. They end with this process, however that ends.
 * @throws BenchError (exit 3) as {@link startMachine} and {@link makeKeys}; then none of them runs.
 */
export async function startFleet(options: FleetOptions): Promise<Fleet> {
  const { count, onEnded } = options;
  const failed = new AbortController();
  const signal = AbortSignal.any([options.signal, failed.signal]);
  const hosts = await claimHosts(await freePorts(ADDRESS, count), await ownerOf());
  const removed = async (): Promise<void> => {
    await Promise.all(hosts.map(removeHost));
    await writeInventory();
  };
  const lives = hosts.map((host) => startOne(host, { ...options, signal }));
  const started = await Promise.allSettled(lives);
  const fault = started.find((one) => one.status === 'rejected');
  if (fault !== undefined) {
    failed.abort();
    await Promise.all(started.map(async (one) => one.status === 'fulfilled' && (await one.value.ended)));
    await removed();
    throw fault.reason;
  }
  const inventory = await writeInventory();
  let told = true;
  const ended = async ({ ended: end, host }: Life): Promise<void> => {
    await end.catch((error: unknown) => {
      told = false;
      onEnded(error);
    });
    await removeHost(host);
    await writeInventory();
  };
  const all = Promise.all(started.map(async (one) => one.status === 'fulfilled' && (await ended(one.value))));
  return { hosts, inventory, ended: all.then(() => told) };
}

/** A host that runs. */
interface Life {
  host: KnownHost;
  /** Ends with an error when it was not told to end. */
  ended: Promise<void>;
}

async function startOne(
  host: KnownHost,
  { monitor, image, memoryMib, processors, signal, onReady }: FleetOptions,
): Promise<Life> {
  const { name, port, dir } = host;
  const reached = { name, address: ADDRESS, port };
  const { hostKey, authorizedKey } = await makeKeys(dir, reached, signal);
  const given = join(dir, 'given.ext2');
  await writeGiven({ name, hostKey, authorizedKeys: authorizedKey }, given, signal);
  const stop = new AbortController();
  const until = AbortSignal.any([signal, stop.signal]);
  const machine = await startMachine(
    monitor,
    image,
    { ...reached, dir, given, memoryMib, processors },
    until,
  );
  host.ready = true;
  await writeState(host);
  onReady(host, machine.readyMs);
  return { host, ended: endOf(host, machine, stop, until) };
}

async function endOf(
  host: KnownHost,
  { ended }: RunningMachine,
  stop: AbortController,
  until: AbortSignal,
): Promise<void> {
  const over = new AbortController();
  const asked = whenAsked(host, AbortSignal.any([until, over.signal])).then(() => {
    if (!over.signal.aborted) stop.abort();
  });
  const exit = await ended;
  over.abort();
  await asked;
  if (exit !== undefined) throw endedError(host, exit);
}

/** Ends when a host is asked to stop, or its folder is gone. */
async function whenAsked({ dir }: KnownHost, signal: AbortSignal): Promise<void> {
  const there = async (path: string): Promise<boolean> =>
    await access(path).then(
      () => true,
      () => false,
    );
  while (!signal.aborted && (await there(dir)) && !(await there(join(dir, STOP)))) {
    await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
}
