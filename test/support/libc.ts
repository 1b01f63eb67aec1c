// SPDX-License-Identifier: Apache-2.0
import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { makeJob } from '../../harness/app/make-job.js';
import type { AppDeclaration } from '../../harness/app/types.js';
import { cached } from '../../harness/core/cache.js';
import { sha256File } from '../../harness/core/files.js';
import { packagePath } from '../../harness/core/paths.js';
import { runTool } from '../../harness/core/tool.js';
import { inWorkFolder } from '../../harness/core/work-folder.js';
import { LDSO, buildSysroot } from '../../harness/image/native/sysroot.js';
import { makeToolchain } from '../../harness/image/native/toolchain.js';
import { buildRootfs } from '../../harness/image/rootfs/build.js';
import { type GuestBoot, bootGuest } from './guest.js';

const SOURCES = packagePath('test', 'guest', 'libc');

/** Names of the tests of `test/guest/libc`, in the order in which they run. */
export async function libcTests(): Promise<string[]> {
  const main = await readFile(join(SOURCES, 'main.c'), 'utf8');
  return [...main.matchAll(/TEST\((\w+)\),/g)].map(([, name = '']) => name);
}

/**
 * Boots the tests of the C library, linked statically or with the shared library, on the kernel of the guest tests (or
 * the one that LUPINE_TEST_KERNEL names).
 */
export async function bootLibcTests(linking: 'static' | 'dynamic'): Promise<GuestBoot> {
  const { dir } = await buildSysroot();
  const program = await compile(linking);
  const app: AppDeclaration = {
    name: `libc-${linking}`,
    title: 'tests of the C library',
    command: ['/libc-test'],
    network: 'none',
    ready: { exit: 0, withinMs: 60_000 },
    checks: [],
  };
  const library = { source: join(dir, 'lib', 'libc.so'), mode: 0o755 };
  const extra = [
    // The library and its own program interpreter are one file.
    ...(linking === 'static' ? [] : ['/lib/libc.so', LDSO].map((path) => ({ path, ...library }))),
    // In a guest without a shell it also stands in for one.
    ...['/libc-test', '/bin/sh'].map((path) => ({ path, source: program, mode: 0o755 })),
  ];
  const job = makeJob(app, { clock: 'deterministic', purpose: 'boot' });
  return await bootGuest({ rootfs: await buildRootfs({ app, appDir: SOURCES, job, extra }), job });
}

async function compile(linking: 'static' | 'dynamic'): Promise<string> {
  const sysroot = await buildSysroot();
  const names = (await readdir(SOURCES)).sort();
  const { dir } = await cached({
    kind: 'guest',
    label: `tests of the C library, ${linking}`,
    inputs: {
      linking,
      sysroot: sysroot.digest,
      sources: await Promise.all(names.map((name) => sha256File(join(SOURCES, name)))),
    },
    build: (into) =>
      inWorkFolder(basename(into), async (work) => {
        const env = await makeToolchain({ sysroot, work });
        const flags = ['-std=gnu11', '-Os', '-s', '-Wall', '-Wextra', '-Werror'];
        if (linking === 'static') flags.push('-static');
        const files = names.filter((name) => name.endsWith('.c'));
        const args = ['-c', 'exec "$CC" "$@"', 'compile', ...flags, '-o', join(into, 'libc-test'), ...files];
        await runTool('sh', args, { cwd: SOURCES, env, code: 'TEST_APP' });
      }),
  });
  return join(dir, 'libc-test');
}
