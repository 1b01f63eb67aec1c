// SPDX-License-Identifier: Apache-2.0
import { type Abilities, DEVICES, readAbilities } from '../../confine/abilities.js';
import { buildConfine } from '../../confine/helper.js';
import { sha256File } from '../../core/files.js';
import { rawText, trimmed } from '../../core/foreign.js';
import { wholeNumber } from '../../core/numbers.js';
import type { RemoteShell } from '../../remote/types.js';
import { runWell } from '../../remote/words.js';
import { makeState } from './state.js';
import { RemoteStore } from './store.js';

/** A host that was spoken to: its folder, its artefacts, and what it lets programs be confined by. */
export interface RemoteMachine {
  shell: RemoteShell;
  /** Path of its folder there. */
  state: string;
  store: RemoteStore;
  /** What of a confinement can be had there. */
  abilities: Abilities;
  /** Path there of the program that confines others. */
  confine: string;
  /** Gives it a program of this machine, and its path there. */
  program(path: string, signal?: AbortSignal): Promise<string>;
}

/** What an entry of an inventory asks of a host's folder. */
export interface MachineOptions {
  state?: string | undefined;
  storeMib: number;
}

/**
 * Speaks to a host for the first time: makes its folder, and asks what it lets programs be confined by.
 * @throws BenchError (exit 3) what the shell, `makeState` and the store throw; `HOST_COMMAND`.
 */
export async function openMachine(
  shell: RemoteShell,
  options: MachineOptions,
  signal?: AbortSignal,
): Promise<RemoteMachine> {
  const state = await makeState(shell, options.state);
  const store = new RemoteStore(shell, state, { mostMib: options.storeMib });
  const program = async (path: string, stop?: AbortSignal): Promise<string> =>
    await store.put({ path, sha256: await sha256File(path) }, stop);
  const confine = await program(await buildConfine(signal), signal);
  const user = await runWell(shell, 'asking who the user is', { script: 'id -u', signal });
  const said = await runWell(shell, 'asking how programs are confined', {
    script: '"$@"',
    args: [confine, '--probe', ...DEVICES],
    signal,
  });
  const root = wholeNumber(rawText(trimmed(user)), 0) === 0;
  return { shell, state, store, abilities: readAbilities(said, root), confine, program };
}
