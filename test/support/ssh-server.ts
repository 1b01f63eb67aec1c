// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, type Socket, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import ssh2 from 'ssh2';
import type { SshTarget } from '../../harness/remote/ssh/types.js';

/** How a server behaves that a test talks to. */
export interface ServerOptions {
  /** Shell that gets the command line; `sh` when missing. */
  shell?: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** What comes on standard output before any command's. */
  noise?: string;
  /** True: it accepts connections and says nothing. */
  mute?: boolean;
  /** Shown before anybody is let in. */
  banner?: string;
}

/** A server of SSH on loopback that runs commands on this machine, in a process group each. */
export interface SshServer {
  target: SshTarget;
  /** Folder of its own. */
  dir: string;
  /** Cuts all connections; what runs goes on. */
  cut(): void;
  /** Takes no connection for so long, having cut all: what runs goes on. */
  away(ms: number): void;
  /** Carries nothing for so long, and says so to nobody. */
  stall(ms: number): void;
  /** Commands that run: each leads a process group. */
  readonly commands: ReadonlySet<number>;
  /** Connections that were made. */
  readonly connections: number;
  stop(): Promise<void>;
}

/** Starts a server with fresh keys, which the target knows. */
export async function startSshServer(options: ServerOptions = {}): Promise<SshServer> {
  const dir = await mkdtemp(join(tmpdir(), 'lupine-ssh-'));
  // Not ed25519: of those, ssh2 1.17.0 writes one in 256 without its first byte, which is zero, and cannot read it.
  const hostKey = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 });
  const userKey = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 });
  const parsed = ssh2.utils.parseKey(userKey.public);
  if (parsed instanceof Error) throw parsed;
  const sockets = new Set<Socket>();
  const commands = new Set<number>();
  let awayUntil = 0;
  let connections = 0;
  const server = new ssh2.Server({ hostKeys: [hostKey.private], banner: options.banner ?? '' }, (client) => {
    client.on('authentication', (asked) => {
      const known = asked.method === 'publickey' && asked.key.data.equals(parsed.getPublicSSH());
      if (known && asked.username === 'tester') asked.accept();
      else asked.reject(['publickey']);
    });
    client.on('session', (accept) => {
      accept().on('exec', (acceptExec, _reject, { command }) => {
        serve(acceptExec(), command, options, commands);
      });
    });
    client.on('error', () => undefined);
  });
  const listener = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    if (Date.now() < awayUntil) socket.destroy();
    else if (options.mute !== true) server.injectSocket(socket);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const [key, knownHosts] = [join(dir, 'key'), join(dir, 'known_hosts')];
  await writeFile(key, userKey.private, { mode: 0o600 });
  await writeFile(knownHosts, `[127.0.0.1]:${port} ${hostKey.public}\n`);
  return {
    target: { name: 'rack', address: '127.0.0.1', port, user: 'tester', key, knownHosts: [knownHosts] },
    dir,
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    away: (ms) => {
      awayUntil = Date.now() + ms;
      for (const socket of sockets) socket.destroy();
    },
    stall: (ms) => {
      const held = [...sockets];
      for (const socket of held) socket.pause().cork();
      void delay(ms).then(() => {
        for (const socket of held) socket.resume().uncork();
      });
    },
    commands,
    get connections() {
      return connections;
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      listener.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function serve(
  channel: ssh2.ServerChannel,
  command: string,
  { shell = ['sh'], env, noise }: ServerOptions,
  commands: Set<number>,
): void {
  const [file = 'sh', ...words] = shell;
  const child = spawn(file, [...words, '-c', command], { env: { ...process.env, ...env }, detached: true });
  const { pid } = child;
  if (pid !== undefined) commands.add(pid);
  child.on('exit', () => commands.delete(pid ?? 0));
  if (noise !== undefined) channel.write(noise);
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  channel.pipe(child.stdin);
  child.stdin.on('error', () => undefined);
  channel.on('error', () => undefined);
  child.on('close', (code) => {
    channel.exit(code ?? 255);
    channel.end();
  });
}
