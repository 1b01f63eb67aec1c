// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import type { Job } from '../../harness/app/job.js';
import { type JobOptions, makeJob } from '../../harness/app/make-job.js';
import type { AppDeclaration } from '../../harness/app/types.js';
import { type DecodedConsole, decodeConsole } from '../../harness/boot/frames.js';
import type { BootResult } from '../../harness/boot/types.js';
import { cached } from '../../harness/core/cache.js';
import { sha256File } from '../../harness/core/files.js';
import { packagePath } from '../../harness/core/paths.js';
import { runTool } from '../../harness/core/tool.js';
import { buildKernel } from '../../harness/image/kernel/build.js';
import { findSource } from '../../harness/image/kernel/source.js';
import { buildRootfs } from '../../harness/image/rootfs/build.js';
import type { Rootfs } from '../../harness/image/rootfs/types.js';
import { DISK_ROOT, fullCmdline } from '../../harness/image/boot-image.js';
import { artifactOf } from '../../harness/core/artifact.js';
import { bootLocally } from './boot.js';
import { builtinApps, builtinSystems } from './builtin.js';
import { CONSOLE_BYTES } from '../../harness/vmm/types.js';

/** One kernel serves all guest tests: lupine-general runs every app. */
const SYSTEM = 'lupine-general';

/** Building that kernel takes minutes when the cache does not have it. */
export const KERNEL_TIMEOUT = 30 * 60_000;

/** Folder of the test apps' sources. */
const SOURCES = packagePath('test', 'guest', 'apps');

/** Stripped vmlinux that the guest tests boot. LUPINE_TEST_KERNEL names another one, to work on PID 1 without waiting. */
export async function guestKernel(): Promise<string> {
  const named = process.env['LUPINE_TEST_KERNEL'];
  if (named !== undefined) return named;
  const catalogue = await builtinSystems();
  const kernelSource = await findSource(undefined);
  const kernel = await buildKernel({ system: catalogue.resolveLinux(SYSTEM), kernelSource });
  return artifactOf(kernel.artifacts, 'kernel').path;
}

/** A boot and everything that it left. */
export interface GuestBoot {
  result: BootResult;
  decoded: DecodedConsole;
  console: Buffer;
}

/** What to boot. */
export interface GuestBootOptions {
  rootfs: Rootfs;
  /** What it was built to do; its report is compared with it. */
  job?: Job | undefined;
  /** Root as a disk, without instruction counting. */
  disk?: boolean;
  /** Replaces `rw` in the kernel's arguments for a disk. */
  readOnly?: boolean;
  memoryMib?: number;
  /** It is stopped when it prints more on its console. */
  consoleBytes?: number;
}

/** Boots the test kernel with a root image to its end, within a minute. */
export async function bootGuest({
  rootfs,
  job,
  disk,
  readOnly,
  memoryMib,
  consoleBytes,
}: GuestBootOptions): Promise<GuestBoot> {
  const catalogue = await builtinSystems();
  const cmdline = fullCmdline(catalogue.resolve(SYSTEM), catalogue, 'deterministic');
  const diskRoot = readOnly === true ? DISK_ROOT.replace(' rw ', ' ro ') : DISK_ROOT;
  const kernel = await guestKernel();
  const { result, console } = await bootLocally({
    kernel,
    files: [artifactOf(rootfs.artifacts, disk === true ? 'disk' : 'initrd')],
    idle: disk === true ? 'real' : 'skipped',
    cmdline: disk === true ? `${cmdline} ${diskRoot}` : cmdline,
    memoryMib: memoryMib ?? 256,
    consoleBytes: consoleBytes ?? CONSOLE_BYTES,
    job,
  });
  return { result, decoded: decodeConsole(console), console };
}

/** Root image of a declared app, and its job. */
export async function rootOf(
  name: string,
  options: Partial<JobOptions> = {},
): Promise<{ rootfs: Rootfs; job: Job }> {
  const { declaration, dir } = await builtinApps.load(name);
  const job = makeJob(declaration, { clock: 'deterministic', purpose: 'boot', ...options });
  return { rootfs: await buildRootfs({ app: declaration, appDir: dir, job }), job };
}

const TEST_APPS = ['hostile', 'liar', 'misbehave', 'server', 'tries'] as const;

/** Programs of `test/guest/apps`. */
export type TestApp = (typeof TEST_APPS)[number];

/** Boots a program of `test/guest/apps`, the others beside it; `change` edits the declaration, `job` the job made from it. */
export async function bootTestApp(
  name: TestApp,
  args: readonly string[],
  change: Partial<AppDeclaration> = {},
  edit: (job: Job) => Job = (job) => job,
  boot: Partial<GuestBootOptions> = {},
): Promise<GuestBoot> {
  const app: AppDeclaration = {
    name,
    title: name,
    command: [`/${name}`, ...args],
    network: 'none',
    ready: { exit: 0, withinMs: 200 },
    checks: [],
    ...change,
  };
  const job = edit(makeJob(app, { clock: 'deterministic', purpose: 'boot' }));
  const extra = await Promise.all(
    TEST_APPS.map(async (app) => ({ path: `/${app}`, source: await compile(app), mode: 0o755 })),
  );
  const rootfs = await buildRootfs({ app, appDir: SOURCES, job, extra });
  return await bootGuest({ rootfs, job, ...boot });
}

async function compile(name: TestApp): Promise<string> {
  const source = join(SOURCES, `${name}.c`);
  const { dir } = await cached({
    kind: 'guest',
    label: `test app ${name}`,
    inputs: { source: await sha256File(source) },
    build: async (into) => {
      const flags = ['-static', '-Os', '-s', '-Wall', '-Wextra', '-Werror'];
      await runTool('musl-gcc', [...flags, '-o', join(into, name), source], { code: 'TEST_APP' });
    },
  });
  return join(dir, name);
}
