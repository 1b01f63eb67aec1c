// SPDX-License-Identifier: Apache-2.0
import { buildConfine } from '../../confine/helper.js';
import { sha256File } from '../../core/files.js';
import { buildHelpers } from '../../load/helpers.js';
import type { RemoteShell } from '../../remote/types.js';
import type { QemuThere } from '../../vmm/there.js';
import { buildKeeper } from '../keeper/helper.js';
import type { HelpersThere, MonitorThere } from '../keeper/job.js';
import { monitorThere } from '../keeper/monitor-there.js';
import { makeState } from './state.js';
import { RemoteStore } from './store.js';

/** A host that was spoken to: its folder, its artefacts, our programs there, its monitor. */
export interface RemoteMachine {
  shell: RemoteShell;
  /** Path of its folder there. */
  state: string;
  store: RemoteStore;
  helpers: HelpersThere;
  monitor: MonitorThere;
}

/** What an entry of an inventory asks of a host. */
export interface MachineOptions {
  /** Path of its folder there. */
  state?: string | undefined;
  /** What its images may take, MiB. */
  storeMib: number;
  /** QEMU's name or path there. */
  qemu: string;
}

/**
 * Speaks to a host for the first time: makes its folder, gives it our programs, and finds its QEMU.
 * @throws BenchError (exit 3) what the shell, `makeState`, the store and `monitorThere` throw.
 */
export async function openMachine(
  shell: RemoteShell,
  { state: wanted, storeMib, qemu }: MachineOptions,
  signal?: AbortSignal,
): Promise<RemoteMachine> {
  const state = await makeState(shell, wanted);
  const store = new RemoteStore(shell, state, { mostMib: storeMib });
  const program = async (path: string): Promise<string> =>
    await store.put({ path, sha256: await sha256File(path) }, signal);
  const { 'guest-network': network, notify } = await buildHelpers(signal);
  const helpers = {
    keeper: await program(await buildKeeper(signal)),
    confine: await program(await buildConfine(signal)),
    guestNetwork: await program(network),
    notify: await program(notify),
  };
  return { shell, state, store, helpers, monitor: await monitorThere(shell, qemu, helpers.confine) };
}

/** What confines a QEMU that a shell starts there. */
export function confinedBy({ helpers, monitor }: RemoteMachine): QemuThere {
  // The shell that starts it is gone when it should be: no process there is looked at.
  return { ...monitor, helper: helpers.confine, parent: '0' };
}
