// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { artifactAt } from '../../core/artifact.js';
import { cached } from '../../core/cache.js';
import { packagePath } from '../../core/paths.js';
import { runTool } from '../../core/tool.js';
import { compilerFacts } from './compiler.js';
import type { GuestBinaries } from './types.js';

const INIT_SOURCES = [
  'start.S',
  'main.c',
  'boot-timer.c',
  'job.c',
  'commands.c',
  'setup.c',
  'network.c',
  'disk.c',
  'process.c',
  'confine.c',
  'pump.c',
  'ready.c',
  'check.c',
  'client.c',
  'report.c',
  'frame.c',
  'text.c',
  'console.c',
  'tsc.c',
];
const HELLO_SOURCES = ['hello.c'];
const LISTENS_SOURCES = ['listens.c'];
const WAIT_NOTIFY_SOURCES = ['wait-notify.c'];
const HEADERS = ['init.h'];

const COMMON = [
  '-std=gnu11',
  '-D_GNU_SOURCE',
  '-Os',
  '-static',
  '-fno-pie',
  '-no-pie',
  '-fno-asynchronous-unwind-tables',
  '-fno-stack-protector',
  '-ffunction-sections',
  '-fdata-sections',
  '-Wall',
  '-Wextra',
  '-Werror',
  '-Wl,--gc-sections,--build-id=none,-z,noseparate-code',
];
const STRIP = ['--strip-all'];
const INIT_FLAGS = ['-Wl,-e,lupine_start'];
const HELLO_FLAGS = ['-ffreestanding', '-nostdlib'];

/** End of the name of a program with its symbols, which stands beside the program. */
const SYMBOLS = '.symbols';

const TOOL = {
  code: 'GUEST_BUILD_FAILED',
  next: 'Install musl-tools (Debian and Ubuntu: `apt-get install musl-tools`), or correct kernel/init.',
};

/** How to build the guest programs. */
export interface GuestOptions {
  signal?: AbortSignal | undefined;
  /** Called with what is being done. */
  onProgress?: ((text: string) => void) | undefined;
}

/**
 * Compiles PID 1, the hello app and the small clients with musl-gcc, once per state of the sources, the compiler and the C library.
 * @throws BenchError `GUEST_BUILD_FAILED` (exit 3) with the compiler's words.
 */
export async function buildGuest(options: GuestOptions = {}): Promise<GuestBinaries> {
  const { signal } = options;
  const sources = packagePath('kernel', 'init');
  const tool = { ...TOOL, cwd: sources, signal };
  const { compiler, library } = await compilerFacts('musl-gcc', 'libc.a', tool);
  const hash = createHash('sha256');
  const programs = [INIT_SOURCES, HELLO_SOURCES, LISTENS_SOURCES, WAIT_NOTIFY_SOURCES];
  for (const name of [HEADERS, ...programs].flat()) {
    const bytes = await readFile(join(sources, name));
    hash.update(`${name} ${bytes.length}\n`).update(bytes);
  }
  const { dir } = await cached({
    kind: 'guest',
    label: 'guest programs',
    inputs: {
      compiler,
      library,
      sources: hash.digest('hex'),
      flags: [COMMON, INIT_FLAGS, HELLO_FLAGS, STRIP],
    },
    ...(signal === undefined ? {} : { signal }),
    build: async (into) => {
      options.onProgress?.('compiling the guest programs');
      const compile = async (name: string, flags: string[], files: string[]): Promise<void> => {
        const linked = join(into, `${name}${SYMBOLS}`);
        await runTool('musl-gcc', [...COMMON, ...flags, '-o', linked, ...files], tool);
        await runTool('strip', [...STRIP, '-o', join(into, name), linked], tool);
      };
      await compile('init', INIT_FLAGS, INIT_SOURCES);
      await compile('hello', HELLO_FLAGS, HELLO_SOURCES);
      await compile('listens', [], LISTENS_SOURCES);
      await compile('wait-notify', [], WAIT_NOTIFY_SOURCES);
    },
  });
  const [init, hello, listens, waitNotify] = await Promise.all([
    artifactAt('program', join(dir, 'init')),
    artifactAt('program', join(dir, 'hello')),
    artifactAt('program', join(dir, 'listens')),
    artifactAt('program', join(dir, 'wait-notify')),
  ]);
  const symbols = [init, hello, listens, waitNotify].map(({ path }) => `${path}${SYMBOLS}`);
  return { init, hello, listens, waitNotify, symbols, compiler };
}
