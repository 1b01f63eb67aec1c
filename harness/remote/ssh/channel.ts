// SPDX-License-Identifier: Apache-2.0
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientChannel } from 'ssh2';
import { foreign } from '../../core/foreign.js';
import { timerMs } from '../../core/numbers.js';
import { reasonOf } from '../../core/reason.js';
import type { RemoteAnswer, RemoteCommand } from '../types.js';
import type { Connection } from './connect.js';
import { AfterLine } from './after-line.js';
import { lost, noShell, silent, tooMuch } from './faults.js';
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
  const kept = {
    out: [] as Buffer[],
    bytes: 0,
    /** What nobody asked for: noise before the answer, and errors. */
    other: 0,
    err: Buffer.alloc(0),
    status: undefined as number | undefined,
  };
  let channel: ClientChannel | undefined;
  let fault: Error | undefined;
  const end = (error: Error): void => {
    fault ??= error;
    channel?.destroy();
  };
  const timer = setTimeout(() => {
    end(silent(target, timeoutMs));
    connection.close();
  }, timerMs(timeoutMs));
  const answer = new AfterLine(begin, (piece) => {
    if (take !== undefined) take(piece);
    else if ((kept.bytes += piece.length) <= MOST_OUT) kept.out.push(piece);
    else end(tooMuch(target));
  });
  const count = ({ length }: Buffer): void => {
    kept.other += length;
    if (kept.other > MOST_OUT) end(tooMuch(target));
  };
  // At once: what a quick command says comes with the answer that it was begun.
  const listen = (opened: ClientChannel): void => {
    channel = opened;
    opened.on('error', () => undefined);
    opened.on('exit', (code: number | null, signalName?: string) => {
      kept.status = code ?? (signalName === undefined ? undefined : BY_SIGNAL);
    });
    opened.on('data', (piece: Buffer) => {
      timer.refresh();
      if (!answer.began) count(piece);
      answer.take(piece);
    });
    opened.stderr.on('data', (piece: Buffer) => {
      timer.refresh();
      count(piece);
      kept.err = Buffer.concat([kept.err, piece]).subarray(-MOST_ERR);
    });
  };
  const abort = (): void => {
    end(new Error('aborted'));
  };
  signal?.addEventListener('abort', abort, { once: true });
  try {
    const closed = openChannel(connection, line, listen);
    const sent = closed.opened.then((opened) => send(opened, input, timer));
    await Promise.all([closed.over, sent]).catch((error: unknown) => {
      connection.close();
      fault ??= lost(target, reasonOf(error));
    });
    signal?.throwIfAborted();
    if (fault !== undefined) throw fault;
    if (kept.status === undefined) throw lost(target, 'it ended in the middle of a command');
    const stderr = foreign(kept.err.toString('utf8'));
    if (!answer.began) throw noShell(target, stderr);
    return { status: kept.status, stdout: foreign(Buffer.concat(kept.out).toString('utf8')), stderr };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

interface Opening {
  opened: Promise<ClientChannel>;
  /** Fulfilled when the channel is closed, or the connection with it. */
  over: Promise<void>;
}

function openChannel({ client }: Connection, line: string, listen: (opened: ClientChannel) => void): Opening {
  let ended = (): void => undefined;
  let failed = (_: Error): void => undefined;
  const over = new Promise<void>((resolve, reject) => {
    [ended, failed] = [resolve, reject];
  });
  const opened = new Promise<ClientChannel>((resolve, reject) => {
    const fail = (error: Error): void => {
      failed(error);
      reject(error);
    };
    const gone = (): void => {
      fail(new Error('it was closed'));
    };
    client.once('close', gone);
    client.exec(line, (error, channel) => {
      client.removeListener('close', gone);
      if (error) {
        fail(error);
        return;
      }
      channel.once('close', ended);
      listen(channel);
      resolve(channel);
    });
  });
  return { opened, over };
}

/** What a command does not read any more is no error: its status says how it went. */
async function send(
  channel: ClientChannel,
  input: RemoteCommand['input'],
  timer: NodeJS.Timeout,
): Promise<void> {
  if (input === undefined || typeof input === 'string' || input instanceof Uint8Array) {
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
