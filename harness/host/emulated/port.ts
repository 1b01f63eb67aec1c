// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { type Server, createServer } from 'node:net';

/** Ports of an address that nobody has at the moment, all different. */
export async function freePorts(address: string, count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  try {
    return await Promise.all(servers.map((server) => portOf(server, address)));
  } finally {
    await Promise.all(servers.map((server) => closed(server)));
  }
}

async function portOf(server: Server, address: string): Promise<number> {
  server.listen(0, address);
  await once(server, 'listening');
  const found = server.address();
  if (found === null || typeof found === 'string') throw new Error('a TCP server has a port');
  return found.port;
}

async function closed(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}
