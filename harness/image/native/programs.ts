// SPDX-License-Identifier: Apache-2.0
import { cp, mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import type { BuiltProgram } from '../../app/types.js';
import { type Artifact, artifactAt } from '../../core/artifact.js';
import { cached } from '../../core/cache.js';
import { measureError } from '../../core/errors.js';
import { listFiles, sha256File } from '../../core/files.js';
import { cacheFolder } from '../../core/cache-folder.js';
import { packagePath } from '../../core/paths.js';
import { runTool } from '../../core/tool.js';
import { type CompilerFacts, compilerFacts } from '../rootfs/compiler.js';
import type { UsedPackage } from '../rootfs/types.js';
import { copyKernelHeaders, findKernelHeaders } from './kernel-headers.js';
import { type Recipe, recipeOf } from './recipes.js';
import { inWorkFolder } from '../../core/work-folder.js';
import { findSourcePackage } from './source.js';
import { type Sysroot, buildSysroot } from './sysroot.js';
import { makeToolchain } from './toolchain.js';
import type { NativeOptions, SourcePackage } from './types.js';
import { unpackSourcePackage } from './unpack.js';

const COMPILER = {
  code: 'PROGRAM_BUILD',
  next: 'Install gcc and libc6-dev (Debian and Ubuntu: `apt-get install gcc libc6-dev`).',
};

/** A program built here. */
export interface NativeProgram {
  file: Artifact;
  /** What it was built from: source packages, and packages with headers. */
  packages: UsedPackage[];
}

/** Everything that a recipe's build reads. */
export interface Ingredients {
  recipe: Recipe;
  /** Path of the recipe's script. */
  script: string;
  /** Missing when the programs use the C library of the distribution; then this is what there is. */
  sysroot: Sysroot | undefined;
  distribution: CompilerFacts | undefined;
  /** Missing when the sources are the project's own. */
  source: SourcePackage | undefined;
  headers: UsedPackage | undefined;
}

/**
 * Builds a program against the C library of its recipe, once per state of all inputs, and always to the same bytes.
 * @throws BenchError `PROGRAM_BUILD` with the compiler's last lines and the log, or as {@link buildSysroot} (exit 3).
 */
export async function buildProgram(
  program: BuiltProgram,
  options: NativeOptions = {},
): Promise<NativeProgram> {
  const parts = await gatherIngredients(recipeOf(program), options);
  const { recipe, script, sysroot, distribution, source, headers } = parts;
  const { dir } = await cached({
    kind: 'guest',
    label: `${recipe.name} with ${libraryOf(parts)}`,
    inputs: {
      format: 1,
      ...(sysroot === undefined ? {} : { sysroot: sysroot.digest }),
      ...(distribution === undefined ? {} : { ...distribution }),
      script: await sha256File(script),
      source: source?.sha256 ?? (await ownFiles(recipe)),
      headers: headers?.sha256 ?? '',
    },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    onWait: () => options.onProgress?.(`another process is building ${recipe.name}; waiting for it`),
    build: (into) => makePrograms(parts, into, options),
  });
  const path = join(dir, program);
  const file = await artifactAt('program', path);
  return { file, packages: usedPackages(parts) };
}

/** Finds or makes what a recipe needs, the C library first. */
export async function gatherIngredients(recipe: Recipe, options: NativeOptions = {}): Promise<Ingredients> {
  const ours = recipe.library === undefined;
  return {
    recipe,
    script: packagePath('kml', 'apps', `${recipe.name}.sh`),
    sysroot: ours ? await buildSysroot(options) : undefined,
    distribution: ours
      ? undefined
      : await compilerFacts('gcc', 'libc.so.6', { ...COMPILER, signal: options.signal }),
    source: 'debian' in recipe.source ? await findSourcePackage(recipe.source.debian, options) : undefined,
    headers: recipe.kernelHeaders === true ? await findKernelHeaders(options) : undefined,
  };
}

/** Builds the programs of a recipe into an empty folder. @throws BenchError `PROGRAM_BUILD` (exit 3). */
export async function makePrograms(
  parts: Ingredients,
  into: string,
  options: NativeOptions = {},
): Promise<void> {
  await inWorkFolder(basename(into), (work) => make(parts, work, into, options));
}

async function make(parts: Ingredients, work: string, into: string, options: NativeOptions): Promise<void> {
  const { recipe, script, sysroot, source, headers } = parts;
  const { signal } = options;
  const tree = join(work, 'source');
  if (source !== undefined) {
    options.onProgress?.(`unpacking ${source.name} ${source.version}`);
    await unpackSourcePackage(source, tree, signal);
  } else if ('own' in recipe.source) await cp(packagePath(recipe.source.own), tree, { recursive: true });
  const include = join(work, 'include');
  await mkdir(include);
  if (headers !== undefined) await copyKernelHeaders(headers, include, options);
  const env = await makeToolchain({ sysroot, work, headers: [include], signal });
  options.onProgress?.(`building ${recipe.name} with ${libraryOf(parts)}`);
  await runTool('sh', [script], {
    cwd: tree,
    env: { ...env, OUT: into, JOBS: String(availableParallelism()) },
    signal,
    log: join(await cacheFolder('logs'), `native-${recipe.name}.log`),
    code: 'PROGRAM_BUILD',
    next: `Correct kml/apps/${recipe.name}.sh or the source as the compiler says.`,
  });
  const made = await listFiles(into);
  const absent = recipe.programs.find((program) => !made.includes(program));
  if (absent === undefined) return;
  throw measureError('PROGRAM_BUILD', `${recipe.name}.sh left no ${absent} in $OUT.`, 'Correct kml/apps.');
}

async function ownFiles(recipe: Recipe): Promise<Record<string, string>> {
  if (!('own' in recipe.source)) return {};
  const dir = packagePath(recipe.source.own);
  const names = await listFiles(dir);
  const digests = await Promise.all(
    names.map(async (name) => [name, await sha256File(join(dir, name))] as const),
  );
  return Object.fromEntries(digests);
}

/** The C library of a recipe, in words. */
function libraryOf({ sysroot }: Ingredients): string {
  return sysroot === undefined ? 'the C library of the distribution' : `musl ${sysroot.musl.version}`;
}

function patchesOf({ patches }: Sysroot): Record<string, string> {
  return Object.fromEntries(patches.map(({ name, sha256 }) => [name, sha256]));
}

function usedPackages({ sysroot, source, headers }: Ingredients): UsedPackage[] {
  return [
    ...(source === undefined ? [] : [asUsed(source, {})]),
    ...(sysroot === undefined ? [] : [asUsed(sysroot.musl, patchesOf(sysroot))]),
    ...(headers === undefined ? [] : [headers]),
  ];
}

function asUsed(
  { name, version, sha256, files, known }: SourcePackage,
  patches: Record<string, string>,
): UsedPackage {
  return { name: `${name} (source)`, version, sha256, source: { files, known, patches } };
}
