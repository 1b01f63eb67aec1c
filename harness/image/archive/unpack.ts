// SPDX-License-Identifier: Apache-2.0
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { execa } from 'execa';
import { boundToThisProcess, plainEnvironment } from '../../core/child.js';
import { BenchError } from '../../core/errors.js';
import { reasonOf } from '../../core/reason.js';
import { type ArchiveName, broken } from './limits.js';
import type { Unpacked } from './tar.js';

/** Most memory of a program that unpacks, MiB: what packs chooses how much is needed. */
const MEMORY_MIB = 512;

/** Programs for what Node cannot unpack, by the first bytes of a file. */
const TOOLS: readonly { magic: Buffer; command: readonly [string, ...string[]] }[] = [
  {
    magic: Buffer.from('fd377a585a00', 'hex'),
    command: ['xz', '-dc', `--memlimit-decompress=${MEMORY_MIB}MiB`],
  },
  { magic: Buffer.from('28b52ffd', 'hex'), command: ['zstd', '-dcq', `--memory=${MEMORY_MIB}MB`] },
  { magic: Buffer.from('BZh'), command: ['bzip2', '-dc'] },
];
const GZIP = Buffer.from('1f8b', 'hex');

/** A file's bytes, unpacked by whatever it is packed with: gzip, xz, zstd, bzip2 or nothing. */
export async function unpackedFile(path: string, what: ArchiveName): Promise<Unpacked> {
  const magic = await firstBytes(path);
  const begins = (bytes: Buffer): boolean => magic.subarray(0, bytes.length).equals(bytes);
  const tool = TOOLS.find((one) => begins(one.magic));
  if (tool === undefined) return readHere(path, what, begins(GZIP));
  const [program, ...args] = tool.command;
  const { size } = await stat(path);
  return { chunks: toolOutput(program, [...args, '--', path], what), packed: () => size };
}

/** What a program writes on its standard output, as it comes. The program ends with whoever reads, and with this process. */
export async function* toolOutput(
  program: string,
  args: readonly string[],
  what: ArchiveName,
): AsyncGenerator<Buffer> {
  const [guard, guarded] = boundToThisProcess(program, args);
  const child = execa(guard, guarded, {
    env: plainEnvironment,
    extendEnv: false,
    stdin: 'ignore',
    encoding: 'buffer',
    buffer: { stdout: false },
    reject: false,
  });
  try {
    for await (const chunk of child.iterable({ binary: true, preserveNewlines: true }))
      yield Buffer.from(chunk);
    const { exitCode, stderr } = await child;
    if (exitCode === 0) return;
    const said = Buffer.from(stderr).toString('utf8').trim().split('\n').at(-1) ?? '';
    throw broken(what, `${program} says: ${said}`);
  } finally {
    child.kill('SIGKILL');
  }
}

function readHere(path: string, what: ArchiveName, isPacked: boolean): Unpacked {
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  const stream = isPacked ? file.pipe(createGunzip({ chunkSize: 256 * 1024 })) : file;
  file.on('error', (error) => stream.destroy(error));
  const chunks = async function* (): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of stream) yield chunk as Buffer;
    } catch (error) {
      throw error instanceof BenchError ? error : broken(what, reasonOf(error));
    } finally {
      file.destroy();
      stream.destroy();
    }
  };
  return { chunks: chunks(), packed: () => file.bytesRead };
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
