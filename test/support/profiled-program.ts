// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { makeJob } from '../../harness/app/make-job.js';
import type { AppDeclaration } from '../../harness/app/types.js';
import { expectedReport } from '../../harness/boot/expected.js';
import type { BootResult } from '../../harness/boot/types.js';
import { type Artifact, artifactOf, idOf } from '../../harness/core/artifact.js';
import { cached } from '../../harness/core/cache.js';
import { sha256File } from '../../harness/core/files.js';
import { packagePath } from '../../harness/core/paths.js';
import { runTool } from '../../harness/core/tool.js';
import { toolVersion } from '../../harness/core/tool-version.js';
import { localHost } from '../../harness/host/local.js';
import { fullCmdline, linuxImage, systemImage } from '../../harness/image/boot-image.js';
import { type KernelImage, buildKernel } from '../../harness/image/kernel/build.js';
import { findSource } from '../../harness/image/kernel/source.js';
import { buildRootfs } from '../../harness/image/rootfs/build.js';
import { makeProfiler } from '../../harness/profile/make.js';
import type { Profile } from '../../harness/profile/types.js';
import { createQemu } from '../../harness/vmm/qemu.js';
import { CONSOLE_BYTES } from '../../harness/vmm/types.js';
import { builtinSystems } from './builtin.js';

/** One kernel serves all tests of programs: it runs every app. */
const SYSTEM = 'lupine-general';

const SOURCES = packagePath('test', 'profile', 'guest');

/** A boot of a program of the tests, with its instructions counted. */
export interface ProfiledProgram {
  result: BootResult;
  /** Missing where nothing was counted. */
  profile: Profile | undefined;
}

/** What to boot. */
export interface ProgramOptions {
  /** A kernel that runs it; that of lupine-general when missing. */
  kernel?: KernelImage;
  app?: Partial<AppDeclaration>;
  /** Longest life on the host's clock, ms; a minute when missing. */
  timeoutMs?: number;
  /** Whether calls are followed. */
  tree?: boolean;
}

/** Compiles `test/profile/guest/<name>.c` with these further flags. */
export async function compileProgram(
  name: string,
  flags: readonly string[],
  compiler = 'gcc',
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const source = join(SOURCES, `${name}.c`);
  const { dir } = await cached({
    kind: 'guest',
    label: `test program ${name}`,
    inputs: { source: await sha256File(source), flags: [...flags], compiler, gcc: await toolVersion('gcc') },
    build: async (into) => {
      const all = ['-O2', '-g0', '-Wall', '-Wextra', '-Werror', ...flags];
      await runTool(compiler, [...all, '-o', join(into, name), source], { code: 'TEST_PROGRAM', env });
    },
  });
  return join(dir, name);
}

/** Boots programs, of which the first is the app, and counts their instructions. */
export async function profileProgram(
  programs: readonly string[],
  { kernel: given, app: change, timeoutMs = 60_000, tree = true }: ProgramOptions = {},
): Promise<ProfiledProgram> {
  const catalogue = await builtinSystems();
  const resolved = catalogue.resolveLinux(SYSTEM);
  const source = await findSource(undefined);
  const kernel = given ?? (await buildKernel({ system: resolved, kernelSource: source }));
  const app: AppDeclaration = {
    ...{ name: 'program', title: 'program', command: ['/program-0'], network: 'none' },
    ...{ ready: { exit: 0, withinMs: 20_000 }, checks: [], ...change },
  };
  const job = makeJob(app, { clock: 'deterministic', purpose: 'boot' });
  const extra = programs.map((path, number) => ({ path: `/program-${number}`, source: path, mode: 0o755 }));
  const image = linuxImage({
    ...{ kind: 'linux', system: systemImage(kernel, source), trust: [] },
    rootfs: await buildRootfs({ app, appDir: SOURCES, job, extra }),
    cmdline: fullCmdline(resolved, catalogue, 'deterministic'),
    expects: expectedReport(job),
  });
  const qemu = createQemu();
  const host = localHost([qemu]);
  const profiler = await makeProfiler(image, SYSTEM, await qemu.version());
  const files: Artifact[] = [
    ...(['kernel', 'initrd'] as const).map((role) => artifactOf(image.artifacts, role)),
    ...profiler.artifacts,
  ];
  for (const file of files) await host.put(file);
  let counts: Uint8Array | undefined;
  const result = await host.boot(
    {
      ...{ monitor: 'qemu', clock: 'deterministic', idle: 'skipped', observer: 'frames', bound: true },
      ...{ cmdline: image.cmdline, memoryMib: 256, timeoutMs, consoleBytes: CONSOLE_BYTES },
      ...{ expects: image.expects, artifacts: files.map(idOf), profile: { tree } },
    },
    new AbortController().signal,
    undefined,
    (counted) => (counts = counted),
  );
  const boot = { scenario: 'test', system: SYSTEM, app: 'program', time: result.report, clients: [] };
  return { result, profile: counts === undefined ? undefined : await profiler.profileOf(counts, boot) };
}
