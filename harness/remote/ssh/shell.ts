// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { Semaphore } from '../../core/semaphore.js';
import { shellLine } from '../script.js';
import type { RemoteAnswer, RemoteCommand, RemoteShell } from '../types.js';
import { runOn } from './channel.js';
import { type Connection, connect } from './connect.js';
import type { SshTarget } from './types.js';

/** Longest time for connecting, with the exchange of keys, ms. */
const CONNECT_MS = 30_000;

/** Commands at a time on one connection: sshd allows ten sessions unless told otherwise. */
const MOST_AT_ONCE = 8;

/** A machine that is reached by SSH. It is connected to by the first command, and anew by the next one after a loss. */
export function sshShell(target: SshTarget, options: { connectMs?: number } = {}): RemoteShell {
  return shellOf(target.name, () => Promise.resolve(target), options);
}

/**
 * As {@link sshShell}, for a machine of which is found out how it is reached when it is wanted.
 * @param find what finding throws, the command throws.
 */
export function shellOf(
  name: string,
  find: () => Promise<SshTarget>,
  { connectMs = CONNECT_MS }: { connectMs?: number } = {},
): RemoteShell {
  let target: SshTarget | undefined;
  let open: Promise<Connection> | undefined;
  const turns = new Semaphore(MOST_AT_ONCE);
  const connected = async (): Promise<Connection> => {
    open ??= begin();
    open.catch(() => (open = undefined));
    return await open;
  };
  const begin = async (): Promise<Connection> => {
    target ??= await find();
    return await connect(target, { connectMs, lost: () => (open = undefined) });
  };
  return {
    name,
    run: async (command) =>
      await turns.run(async () => {
        const connection = await connected();
        if (target === undefined) throw new Error('a connection has a target');
        return await runIn(connection, command, target);
      }),
    close: async () => {
      const closing = open;
      open = undefined;
      (await closing?.catch(() => undefined))?.close();
    },
  };
}

async function runIn(
  connection: Connection,
  command: RemoteCommand,
  target: SshTarget,
): Promise<RemoteAnswer> {
  command.signal?.throwIfAborted();
  // Start-up files of a user may print; what comes before this line is theirs.
  const begin = `lupine-${randomBytes(8).toString('hex')}`;
  const line = shellLine(`echo ${begin}; ${command.script}`, command.args);
  return await runOn(connection, { ...command, line, begin }, target);
}
