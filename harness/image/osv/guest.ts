// SPDX-License-Identifier: Apache-2.0
import { basename, join } from 'node:path';
import { cached } from '../../core/cache.js';
import { listFiles, sha256File } from '../../core/files.js';
import { packagePath } from '../../core/paths.js';
import { runTool } from '../../core/tool.js';
import { compilerFacts } from '../rootfs/compiler.js';

/** Our own programs for a guest that has no PID 1 of ours. */
export type OsvProgram = 'hello' | 'mark' | 'waitport' | 'wait-notify' | 'off';

const PROGRAMS: readonly OsvProgram[] = ['hello', 'mark', 'waitport', 'wait-notify', 'off'];

/** The one that Linux guests have too, from the folder of theirs. */
const SHARED: OsvProgram = 'wait-notify';

/** A program for OSv is what the distribution's compiler makes by itself: position-independent, with the C library by name. */
const FLAGS = [
  '-std=gnu11',
  '-D_GNU_SOURCE',
  '-O2',
  '-fPIE',
  '-pie',
  '-fno-stack-protector',
  '-Wall',
  '-Wextra',
  '-Werror',
  '-s',
  '-Wl,--build-id=none',
];

const TOOL = {
  code: 'GUEST_BUILD_FAILED',
  next: 'Install gcc and libc6-dev (Debian and Ubuntu: `apt-get install gcc libc6-dev`), or correct baselines/osv/guest.',
};

/**
 * Compiles the programs, once per state of the sources, the compiler and the C library.
 * @returns the absolute path of each.
 * @throws BenchError `GUEST_BUILD_FAILED` (exit 3) with the compiler's words.
 */
export async function buildOsvGuest(signal?: AbortSignal): Promise<Record<OsvProgram, string>> {
  const sources = packagePath('baselines', 'osv', 'guest');
  const tool = { ...TOOL, cwd: sources, signal };
  const shared = packagePath('kernel', 'init', `${SHARED}.c`);
  const files = [...(await listFiles(sources)).map((name) => join(sources, name)), shared];
  const digests = await Promise.all(
    files.map(async (path) => [basename(path), await sha256File(path)] as const),
  );
  const { dir } = await cached({
    kind: 'guest',
    label: 'programs for OSv',
    inputs: {
      ...(await compilerFacts('gcc', 'libc.so.6', tool)),
      sources: Object.fromEntries(digests),
      flags: FLAGS,
    },
    ...(signal === undefined ? {} : { signal }),
    build: async (into) => {
      for (const name of PROGRAMS)
        await runTool(
          'gcc',
          [...FLAGS, '-o', join(into, name), name === SHARED ? shared : `${name}.c`],
          tool,
        );
    },
  });
  const at = (name: OsvProgram): string => join(dir, name);
  return {
    hello: at('hello'),
    mark: at('mark'),
    waitport: at('waitport'),
    'wait-notify': at('wait-notify'),
    off: at('off'),
  };
}
