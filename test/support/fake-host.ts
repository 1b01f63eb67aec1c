// SPDX-License-Identifier: Apache-2.0
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Stands for QEMU with an emulated host in it: takes the port, greets as an SSH server does, ends by itself when told to in `mood`. */
const PROGRAM = (node: string): string => `#!${node}
const { appendFileSync } = require('node:fs');
const { createServer } = require('node:net');
const words = process.argv.slice(2).join(' ');
if (words.includes('-M none')) process.exit(0);
const port = Number(/hostfwd=tcp:127.0.0.1:(\\d+)-/.exec(words)[1]);
const console = /file,id=console,path=([^ ]+)/.exec(words)[1];
const mood = /mood=(\\w+)/.exec(words)?.[1];
if (mood === 'port') {
  process.stderr.write('qemu: -netdev user: Could not set up host forwarding rule\\n');
  process.exit(1);
}
createServer((socket) => socket.on('error', () => {}).end('SSH-2.0-fake\\r\\n')).listen(port, '127.0.0.1', () => {
  appendFileSync(console, 'Server listening on 0.0.0.0 port 22.\\n');
  if (mood === 'short') setTimeout(() => process.exit(0), 1500);
});
`;

/** Writes a program that stands for QEMU with an emulated host in it; gives its path. */
export async function fakeHost(dir: string): Promise<string> {
  const folder = join(dir, 'fake');
  await mkdir(folder);
  const program = join(folder, 'qemu.cjs');
  await writeFile(program, PROGRAM(process.execPath), { mode: 0o755 });
  return program;
}
