// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { SshTarget } from '../../harness/remote/ssh/types.js';

/** A way to a server that takes long. */
export interface SlowLink {
  target: SshTarget;
  stop(): Promise<void>;
}

/** How long, and how often a piece is lost and comes again: TCP shows a loss as a delay. */
export interface SlowOptions {
  /** From one end to the other, ms. */
  oneWayMs: number;
  /** Part of the pieces that come later. */
  loss: number;
  /** By how much, ms. */
  againMs: number;
}

/** Starts a proxy on loopback before a server; it knows the server's key under its own port. */
export async function slowLink(target: SshTarget, options: SlowOptions): Promise<SlowLink> {
  const dir = await mkdtemp(join(tmpdir(), 'lupine-link-'));
  const sockets = new Set<Socket>();
  const listener = createServer((near) => {
    const far = connect(target.port, target.address);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
      carry(from, to, options);
    }
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const known = await readFile(target.knownHosts[0] ?? '', 'utf8');
  const file = join(dir, 'known_hosts');
  await writeFile(file, known.replaceAll(`:${target.port} `, `:${port} `));
  return {
    target: { ...target, port, knownHosts: [file] },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      listener.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Pieces stay in order: one that is late holds up those behind it, as it does under TCP. */
function carry(from: Socket, to: Socket, { oneWayMs, loss, againMs }: SlowOptions): void {
  let last = Promise.resolve();
  from.on('data', (piece) => {
    const own = delay(oneWayMs + (Math.random() < loss ? againMs : 0));
    last = Promise.all([last, own]).then(() => {
      if (!to.destroyed) to.write(piece);
    });
  });
}
