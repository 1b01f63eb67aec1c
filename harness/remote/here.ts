// SPDX-License-Identifier: Apache-2.0
import { execa } from 'execa';
import { plainEnvironment } from '../core/child.js';
import { foreign } from '../core/foreign.js';
import { shellLine } from './script.js';
import type { RemoteAnswer, RemoteCommand, RemoteShell } from './types.js';

/** How a machine is spoken to that is this one. */
export interface HereOptions {
  /** Shell that gets the line, as sshd gives it to the user's own; `sh` when missing. */
  shell?: readonly string[] | undefined;
  env?: Readonly<Record<string, string>> | undefined;
}

/** Runs commands on this machine, by the same line that another machine would get: for tests of what the scripts do. */
export function shellHere(name: string, { shell = ['sh'], env = {} }: HereOptions = {}): RemoteShell {
  const [file = 'sh', ...words] = shell;
  return {
    name,
    run: async (command) =>
      await runHere(file, [...words, '-c', shellLine(command.script, command.args)], command, env),
    close: () => Promise.resolve(),
  };
}

async function runHere(
  file: string,
  words: readonly string[],
  { input = '', take, timeoutMs = 60_000, signal }: RemoteCommand,
  env: Readonly<Record<string, string>>,
): Promise<RemoteAnswer> {
  const child = execa(file, words, {
    ...{
      env: { ...plainEnvironment, ...env },
      extendEnv: false,
      reject: false,
      encoding: 'buffer',
      timeout: timeoutMs,
    },
    ...(typeof input === 'string' || input instanceof Uint8Array ? { input } : { stdin: pieces(input) }),
    buffer: { stdout: take === undefined, stderr: true },
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  if (take !== undefined) child.stdout.on('data', take);
  const { exitCode = 255, stdout, stderr } = await child;
  signal?.throwIfAborted();
  const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('utf8');
  return { status: exitCode, stdout: foreign(text(stdout)), stderr: foreign(text(stderr)) };
}

/** As a generator: a stream of a file that is not open yet is no input for a process. */
async function* pieces(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* input;
}
