// SPDX-License-Identifier: Apache-2.0
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { hasCode } from '../../../harness/core/files.js';
import type { Socket } from 'node:net';

/** Connects to a socket that QEMU is about to open. */
export async function connectTo(path: string, running: AbortSignal): Promise<Socket> {
  for (;;) {
    try {
      return await new Promise<Socket>((resolve, reject) => {
        const socket = connect(path, () => resolve(socket));
        socket.once('error', reject);
      });
    } catch (error) {
      if (running.aborted || !hasCode(error, 'ENOENT', 'ECONNREFUSED')) throw error;
      await delay(20);
    }
  }
}

/** Gives the machine an NMI every few host milliseconds for as long as it runs. How many arrive, the guest counts. */
export async function injectNmis(path: string, everyMs: number, running: AbortSignal): Promise<void> {
  const socket = await connectTo(path, running);
  // The machine's end closes the connection, at times in the midst of a command.
  socket.on('error', () => undefined).resume();
  while (!running.aborted && !socket.destroyed) {
    socket.write('nmi\n');
    await delay(everyMs);
  }
  socket.destroy();
}
