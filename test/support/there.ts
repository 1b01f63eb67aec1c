// SPDX-License-Identifier: Apache-2.0
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buildConfine } from '../../harness/confine/helper.js';
import { type Artifact, artifactOf } from '../../harness/core/artifact.js';
import { bootThere } from '../../harness/host/keeper/boot-there.js';
import { buildKeeper } from '../../harness/host/keeper/helper.js';
import type { HelpersThere } from '../../harness/host/keeper/job.js';
import { monitorThere } from '../../harness/host/keeper/monitor-there.js';
import type { ThereBoot } from '../../harness/host/keeper/run-there.js';
import { packFolder, unpackThere } from '../../harness/host/keeper/unpack.js';
import { buildHelpers } from '../../harness/load/helpers.js';
import { shellHere } from '../../harness/remote/here.js';
import type { RemoteShell } from '../../harness/remote/types.js';
import { type TestBoot, type TestBootOutput, requestOf } from './boot.js';

/** Our programs, which are on that host because it is this machine. */
export async function helpersThere(): Promise<HelpersThere> {
  const { 'guest-network': guestNetwork, notify } = await buildHelpers();
  return { keeper: await buildKeeper(), confine: await buildConfine(), guestNetwork, notify };
}

/** How a test boots on another host. */
export interface TestThere extends TestBoot {
  /** Folder of that host. */
  state: string;
  shell?: RemoteShell;
  /** QEMU of that host. */
  qemu?: string;
  /** Name of the boot's folder. */
  name?: string;
  patienceMs?: number;
}

/** What {@link bootThere} is called with for a test. */
export async function thereOf(boot: TestThere): Promise<{ shell: RemoteShell; there: ThereBoot }> {
  const { state, shell = shellHere('there'), qemu = 'qemu-system-x86_64', name = 'boot', patienceMs } = boot;
  const { state: _state, shell: _shell, qemu: _qemu, name: _name, patienceMs: _patience, ...own } = boot;
  const { request, artifacts } = await requestOf(own);
  const helpers = await helpersThere();
  const clients = await clientsThere(shell, helpers, artifacts, state);
  const there: ThereBoot = {
    ...{ request, helpers, patienceMs },
    files: (role) => (role === 'clients' ? clients : artifactOf(artifacts, role).path),
    dir: join(state, name),
    monitor: await monitorThere(shell, qemu, helpers.confine),
    signal: boot.signal ?? new AbortController().signal,
  };
  return { shell, there };
}

/** Boots a guest as on another host, which is this machine behind a shell. */
export async function bootOver(boot: TestThere): Promise<TestBootOutput> {
  const { shell, there } = await thereOf(boot);
  const pieces: Uint8Array[] = [];
  const result = await bootThere(shell, {
    ...there,
    keep: async (console) => {
      for await (const piece of console) pieces.push(piece);
    },
  });
  return { result, console: Buffer.concat(pieces) };
}

/** The folder of the clients there, when there are any. */
async function clientsThere(
  shell: RemoteShell,
  { keeper }: HelpersThere,
  artifacts: readonly Artifact[],
  state: string,
): Promise<string> {
  const clients = artifacts.find(({ role }) => role === 'clients');
  if (clients === undefined) return '';
  const archive = join(state, `${clients.sha256}.tar`);
  await mkdir(state, { recursive: true });
  await packFolder(clients.path, archive);
  const folder = join(state, clients.sha256);
  await unpackThere(shell, keeper, archive, folder);
  return folder;
}
