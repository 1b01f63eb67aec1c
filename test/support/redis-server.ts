// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A Redis server of a test, on loopback. */
export interface RedisServer {
  port: number;
  /** Starts it, or starts it again; it remembers nothing. */
  start: () => Promise<void>;
  /** Ends it by its process id. */
  stop: () => Promise<void>;
}

/** Runs a test with a server in a folder. @param settings lines of its configuration. */
export async function withRedis(
  dir: string,
  settings: readonly string[],
  test: (server: RedisServer) => Promise<void>,
): Promise<void> {
  const port = await freePort();
  const config = join(dir, 'redis.conf');
  const plain = settings.some((line) => line.startsWith('tls-port')) ? [] : [`port ${port}`];
  const own = settings.map((line) => line.replace('PORT', `${port}`));
  const usual = [
    'bind 127.0.0.1',
    `dir "${dir}"`,
    'save ""',
    'appendonly no',
    `logfile "${join(dir, 'redis.log')}"`,
  ];
  await writeFile(config, `${[...plain, ...usual, ...own].join('\n')}\n`);
  let child: ChildProcess | undefined;
  const server: RedisServer = {
    port,
    start: async () => {
      child = spawn('redis-server', [config], { stdio: 'ignore' });
      for (let left = 600; left > 0; left -= 1) {
        if (child.exitCode !== null) break;
        if (await answers(port)) return;
        await sleep(50);
      }
      throw new Error('redis-server does not start');
    },
    stop: async () => {
      if (child?.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
  await server.start();
  try {
    await test(server);
  } finally {
    await server.stop();
  }
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a port has a number');
  return address.port;
}
