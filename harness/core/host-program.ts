// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { cached } from './cache.js';
import { type Foreign, rawText } from './foreign.js';
import { setupCommand } from './invocation.js';
import type { JsonValue } from './json.js';
import { runTool } from './tool.js';

/** Programs of our own in C or assembler that are compiled where they run. */
export interface HostProgramRequest {
  /** What a reader of the cache sees. */
  label: string;
  /** Absolute paths of every file that is compiled or included. */
  sources: readonly string[];
  /** What else decides the result, such as flags. */
  inputs: Record<string, JsonValue>;
  /** Compiles into a folder; `gcc` runs the compiler with these arguments. */
  compile: (into: string, gcc: (args: readonly string[]) => Promise<unknown>) => Promise<unknown>;
  /** Stable code of the error when the compiler fails or is not there. */
  code: string;
  /** What the reader can do instead of installing the compiler. */
  otherwise?: string | undefined;
  signal?: AbortSignal | undefined;
  /** Another compiler, for tests. */
  gcc?: string | undefined;
}

/**
 * Folder of programs, compiled once per state of their sources, the flags and the compiler.
 * @throws BenchError of the request's code (exit 3) with the compiler's words.
 */
export async function compiledOnHost(request: HostProgramRequest): Promise<string> {
  const { label, sources, inputs, compile, code, otherwise, signal, gcc = 'gcc' } = request;
  const next = `Install gcc and libc6-dev (\`${setupCommand()}\` does)${otherwise === undefined ? '' : `, or ${otherwise}`}.`;
  const run = (args: readonly string[]): Promise<Foreign> => runTool(gcc, args, { code, next, signal });
  const [compiler = ''] = rawText(await run(['--version'])).split('\n');
  const texts = await Promise.all(sources.map((path) => readFile(path, 'utf8')));
  const { dir } = await cached({
    kind: 'host',
    label,
    inputs: { compiler, sources: texts, ...inputs },
    ...(signal === undefined ? {} : { signal }),
    build: async (into) => {
      await compile(into, run);
    },
  });
  return dir;
}
