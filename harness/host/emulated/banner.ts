// SPDX-License-Identifier: Apache-2.0
import { type Socket, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** With this every SSH server greets. */
const GREETING = 'SSH-2.0-';

/** Longest wait for one greeting, ms: a server that is emulated on a busy machine needs seconds, and each new try costs it more. */
const TRY_MS = 30_000;

/** Between two tries, ms. */
const PAUSE_MS = 200;

/** Waits until an SSH server greets; ends with an AbortError when `signal` does not want to wait any longer. */
export async function sshGreets(address: string, port: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  while (!(await greetsOnce(address, port, signal))) await sleep(PAUSE_MS, undefined, { signal });
}

async function greetsOnce(host: string, port: number, signal: AbortSignal): Promise<boolean> {
  const socket = connect({ host, port });
  const end = (): void => {
    socket.destroy();
  };
  socket.setTimeout(TRY_MS, end);
  signal.addEventListener('abort', end, { once: true });
  try {
    return await beginsWith(socket, GREETING);
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}

/** Whether what comes begins with a text; false for a connection that is refused or ends before. */
async function beginsWith(socket: Socket, text: string): Promise<boolean> {
  let came = '';
  return await new Promise((resolve) => {
    socket.on('data', (chunk: Buffer) => {
      came += chunk.toString('latin1');
      if (came.length >= text.length) resolve(came.startsWith(text));
    });
    socket.on('error', () => {
      resolve(false);
    });
    socket.on('close', () => {
      resolve(false);
    });
  });
}
