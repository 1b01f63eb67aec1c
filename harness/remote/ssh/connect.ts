// SPDX-License-Identifier: Apache-2.0
import { NodeSSH } from 'node-ssh';
import type { AuthHandlerMiddleware, Client, ConnectConfig } from 'ssh2';
import { BenchError, attemptError } from '../../core/errors.js';
import { hasCode } from '../../core/files.js';
import { timerMs } from '../../core/numbers.js';
import { reasonOf } from '../../core/reason.js';
import { keyFault, keysOf, shownKey } from './host-key.js';
import { identityOf } from './identity.js';
import type { SshTarget } from './types.js';

/** A machine that answers none of this many questions, this many ms apart, is lost. */
const ALIVE = { keepaliveInterval: 5000, keepaliveCountMax: 4 };

/** A connection to a machine. */
export interface Connection {
  client: Client;
  /** Ends it, and those to the machines on its way. */
  close(): void;
}

/** How a connection is made. */
export interface ConnectOptions {
  /** Longest time for it, with the exchange of keys, ms. */
  connectMs: number;
  /** Called when it ends, for any reason. */
  lost: () => void;
}

/**
 * Connects to a machine, through others where its target says so. Its key must be known: nobody is asked.
 * @throws BenchError `SSH_HOST_KEY_UNKNOWN`, `SSH_HOST_KEY_CHANGED`, `SSH_HOST_KEY_REVOKED`, `SSH_REFUSED`, `SSH_UNREACHED` (exit 3),
 *   and what {@link identityOf} throws.
 */
export async function connect(target: SshTarget, options: ConnectOptions): Promise<Connection> {
  const { connectMs, lost } = options;
  const known = await keysOf(target);
  const identity = await identityOf(target);
  const jump = target.jump === undefined ? undefined : await connect(target.jump, options);
  let fault: BenchError | undefined;
  const ssh = new NodeSSH();
  const { address: host, port, user: username } = target;
  const config: Omit<ConnectConfig, 'privateKey'> = {
    ...{ host, port, username, readyTimeout: connectMs, ...ALIVE },
    hostVerifier: (key: Buffer) => {
      fault = keyFault(target, known, shownKey(key));
      return fault === undefined;
    },
    // A machine has several keys: it is asked for one of a type that is known.
    ...(known.keys.length === 0
      ? {}
      : { algorithms: { serverHostKey: { prepend: typesOf(known.keys), append: [], remove: [] } } }),
    authHandler: inTurn(username, identity.keys, identity.agent),
  };
  try {
    const sock = jump === undefined ? undefined : await through(jump.client, target, connectMs);
    await ssh.connect(sock === undefined ? config : { ...config, sock });
  } catch (error) {
    ssh.dispose();
    jump?.close();
    throw fault ?? connectFault(target, error);
  }
  const { connection: client } = ssh;
  if (client === null) throw connectFault(target, new Error('the connection ended at once'));
  client.on('close', lost);
  // An error is followed by the end, which is what is acted upon.
  client.on('error', () => undefined);
  return {
    client,
    close: () => {
      client.removeListener('close', lost);
      lost();
      ssh.dispose();
      jump?.close();
    },
  };
}

function typesOf(keys: readonly { type: string }[]): ServerHostKey[] {
  const types = new Set(keys.map(({ type }) => type));
  // An RSA key signs in two newer ways too.
  if (types.delete('ssh-rsa'))
    for (const type of ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa']) types.add(type);
  return KNOWN_TYPES.filter((type) => types.has(type));
}

const KNOWN_TYPES = [
  ...(['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'] as const),
  ...(['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'] as const),
];

type ServerHostKey = (typeof KNOWN_TYPES)[number];

/** Tries the agent, then each key; ssh2 alone knows one key only. */
function inTurn(username: string, keys: readonly string[], agent: string | undefined): AuthHandlerMiddleware {
  const ways = [
    ...(agent === undefined ? [] : [{ type: 'agent' as const, username, agent }]),
    ...keys.map((key) => ({ type: 'publickey' as const, username, key })),
  ];
  return (_left, _partial, next) => {
    const way = ways.shift();
    // `false` ends it, though the types do not say so of this function.
    next(way ?? (false as never));
  };
}

async function through(
  client: Client,
  { address, port }: SshTarget,
  limitMs: number,
): Promise<NonNullable<ConnectConfig['sock']>> {
  return await new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      reject(notThrough(address, `no answer for ${limitMs / 1000} s`));
    }, timerMs(limitMs));
    client.forwardOut('127.0.0.1', 0, address, port, (error, channel) => {
      clearTimeout(late);
      if (error) reject(notThrough(address, reasonOf(error)));
      else resolve(channel);
    });
  });
}

function notThrough(address: string, why: string): BenchError {
  return attemptError(
    'SSH_UNREACHED',
    `the jump host does not reach ${address}: ${why}.`,
    'Look at the address, and whether the jump host allows forwarding.',
  );
}

function connectFault({ name, user, address, port }: SshTarget, error: unknown): BenchError {
  if (error instanceof BenchError) return error;
  const said = reasonOf(error);
  if (/authentication methods failed|no authentication/i.test(said)) {
    return attemptError(
      'SSH_REFUSED',
      `host ${name} does not let ${user} in: ${said}.`,
      `Look at user and key of its entry; \`ssh -p ${port} ${user}@${address} true\` must work without a question.`,
    );
  }
  const why = hasCode(error, 'ECONNREFUSED') ? 'nothing listens there' : said;
  return attemptError(
    'SSH_UNREACHED',
    `host ${name} cannot be reached at ${address}, port ${port}: ${why}.`,
    'Look whether it is on and sshd runs, and at address and port of its entry.',
  );
}
