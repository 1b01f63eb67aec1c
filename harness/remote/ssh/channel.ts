// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientChannel } from 'ssh2';
import { attemptError, measureError } from '../../core/errors.js';
import { foreign } from '../../core/foreign.js';
import { timerMs } from '../../core/numbers.js';
import { reasonOf } from '../../core/reason.js';
import type { RemoteAnswer, RemoteCommand } from '../types.js';
import type { Connection } from './connect.js';
import { AfterLine } from './after-line.js';
import type { SshTarget } from './types.js';

/** More of an answer is not kept, bytes. */
const MOST_OUT = 16 * 2 ** 20;
const MOST_ERR = 64 * 1024;

/** Status of a command that a signal ended; which one says a name only. */
const BY_SIGNAL = 128;

/** Time without an answer after which a machine counts as hung, ms. */
const SILENCE_MS = 60_000;

/** A command as it is sent. */
export interface SentCommand extends Omit<RemoteCommand, 'script' | 'args'> {
  /** Line for the user's shell. */
  line: string;
  /** The line of output with which the answer begins. */
  begin: string;
}

/**
 * Runs a command on a connection to its end.
 * @throws BenchError `SSH_LOST`, `SSH_SILENT` (scope `attempt`), `SSH_NO_SHELL`, `SSH_TOO_MUCH` (exit 3); an AbortError when interrupted.
 */
export async function runOn(
  connection: Connection,
  command: SentCommand,
  target: SshTarget,
): Promise<RemoteAnswer> {
  const { line, begin, input, take, timeoutMs = SILENCE_MS, signal } = command;
  const lost = (why: string): Error =>
    attemptError(
      'SSH_LOST',
      `the connection to host ${target.name} was lost: ${why}.`,
      'Look at the network and the host; `resume` goes on.',
    );
  const channel = await openChannel(connection, line, timeoutMs).catch((error: unknown) => {
    connection.close();
    throw lost(reasonOf(error));
  });
  const kept = { out: [] as Buffer[], bytes: 0, err: Buffer.alloc(0) };
  let ended: Error | undefined;
  let status: number | undefined;
  channel.on('exit', (code: number | null, signalName?: string) => {
    status = code ?? (signalName === undefined ? undefined : BY_SIGNAL);
  });
  const end = (error: Error): void => {
    ended ??= error;
    channel.destroy();
  };
  const timer = setTimeout(() => {
    end(
      attemptError(
        'SSH_SILENT',
        `host ${target.name} did not answer for ${timeoutMs / 1000} s.`,
        'Look at its load and disk; `resume` goes on.',
      ),
    );
    connection.close();
  }, timerMs(timeoutMs));
  const abort = (): void => {
    end(new Error('aborted'));
  };
  signal?.addEventListener('abort', abort, { once: true });
  const answer = new AfterLine(begin, (piece) => {
    if (take !== undefined) take(piece);
    else if ((kept.bytes += piece.length) <= MOST_OUT) kept.out.push(piece);
    else
      end(
        measureError(
          'SSH_TOO_MUCH',
          `host ${target.name} answered with more than 16 MiB.`,
          'Look at what its sshd and shell print.',
        ),
      );
  });
  channel.on('data', (piece: Buffer) => {
    timer.refresh();
    answer.take(piece);
  });
  channel.stderr.on('data', (piece: Buffer) => {
    timer.refresh();
    kept.err = Buffer.concat([kept.err, piece]).subarray(-MOST_ERR);
  });
  try {
    const closed = once(channel, 'close');
    const sent = send(channel, input, timer);
    await closed;
    await sent;
    signal?.throwIfAborted();
    if (ended !== undefined) throw ended;
    if (status === undefined) throw lost('it ended in the middle of a command');
    return { status, ...checked() };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }

  function checked(): Pick<RemoteAnswer, 'stdout' | 'stderr'> {
    const stderr = foreign(kept.err.toString('utf8'));
    if (answer.began) return { stdout: foreign(Buffer.concat(kept.out).toString('utf8')), stderr };
    throw measureError(
      'SSH_NO_SHELL',
      `host ${target.name} did not run a command: ${reasonOf(kept.err.toString('utf8').trim() || 'it said nothing', 300)}.`,
      `The user's shell there must run \`sh -c\`; \`ssh -p ${target.port} ${target.user}@${target.address} sh -c true\` shows what it says.`,
    );
  }
}

async function openChannel({ client }: Connection, line: string, timeoutMs: number): Promise<ClientChannel> {
  return await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer')), timerMs(timeoutMs));
    const over = (): void => reject(new Error('it was closed'));
    client.once('close', over);
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      client.removeListener('close', over);
      act();
    };
    try {
      client.exec(line, (error, channel) => settle(() => (error ? reject(error) : resolve(channel))));
    } catch (error) {
      settle(() => reject(error instanceof Error ? error : new Error('not connected')));
    }
  });
}

/** What a command does not read any more is no error: its status says how it went. */
async function send(
  channel: ClientChannel,
  input: RemoteCommand['input'],
  timer: NodeJS.Timeout,
): Promise<void> {
  if (input === undefined || typeof input === 'string' || input instanceof Uint8Array) {
    channel.on('error', () => undefined);
    channel.end(input);
    return;
  }
  const watched = async function* (): AsyncGenerator<Uint8Array> {
    for await (const piece of input) {
      timer.refresh();
      yield piece;
    }
  };
  await pipeline(Readable.from(watched(), { objectMode: false }), channel, { end: true }).catch(
    () => undefined,
  );
}
