// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { plainFolder } from '../../harness/core/cache-folder.js';
import { packagePath } from '../../harness/core/paths.js';
import { configure, fixedVariables } from '../../harness/image/kernel/config.js';
import { mergeFragments } from '../../harness/image/kernel/fragments.js';
import { sourceOf } from '../../harness/image/kernel/patched-source.js';
import { unpackSource } from '../../harness/image/kernel/source.js';
import { kernelVersion, versioned } from '../kml/support/kernels.js';
import { builtinSystems } from '../support/builtin.js';
import { kernelSourceOf } from '../support/kernel-source.js';
import { type Mutation, addedCode, without } from './mutations.js';

// Which lines of the KML patches the tests see: drops one at a time, builds, runs the tests until one fails:
// `npm run evaluate-kml-mutations [count]`. Hours for all of them; interrupted, it goes on where it was. Their order is that of
// their digests, so the first so many of them are a fair sample.

const wanted = Number(process.argv[2] ?? Infinity);
const work = await plainFolder(`kml-mutations-${kernelVersion}`);
const FRAGMENTS = packagePath('test', 'kml', 'fragments');

/** Kernels, where the tests are told of them, and the tests in the order in which they are asked. */
const KERNELS: Record<string, { variable: string; fragments: string[]; tests: string[] }> = {
  kml: {
    variable: 'LUPINE_TEST_KML_KERNEL',
    fragments: ['features.config'],
    tests: ['core', 'counts', 'fates', 'windows', 'redzone', 'processors'],
  },
  preempt: {
    variable: 'LUPINE_TEST_KML_PREEMPT_KERNEL',
    fragments: ['features.config', 'preempt.config'],
    tests: ['preempt'],
  },
};

const system = (await builtinSystems()).resolveLinux(versioned('lupine-general', '+kml'));
const kernelSource = await kernelSourceOf(system);
const original = await unpackSource(kernelSource);
const source = join(work, 'source');

async function make(name: string, target: string): Promise<boolean> {
  const words = ['-C', source, `O=${join(work, name)}`, `-j${availableParallelism()}`];
  const { exitCode } = await execa('make', [...words, ...fixedVariables, target], { reject: false });
  return exitCode === 0;
}

const kernelOf = (name: string): string => join(work, `${name}.elf`);

/** What sees the source as it is now: the build of a kernel, or the first test that fails. */
async function seen(): Promise<string | undefined> {
  for (const [name, { variable, tests }] of Object.entries(KERNELS)) {
    if (!(await make(name, 'vmlinux'))) return 'the build';
    await execa('strip', ['-o', kernelOf(name), join(work, name, 'vmlinux')]);
    for (const test of tests) {
      const file = packagePath('dist', 'test', 'kml', `${test}.guest.test.js`);
      const words = ['mocha', '--no-config', '--bail', '--timeout', '60000', file];
      const { exitCode } = await execa('npx', words, {
        cwd: packagePath(),
        env: { [variable]: kernelOf(name), LUPINE_TEST_KML_VERSION: kernelVersion },
        reject: false,
        timeout: 900_000,
      });
      if (exitCode !== 0) return test;
    }
  }
  return undefined;
}

async function prepare(): Promise<void> {
  await rm(source, { recursive: true, force: true });
  await execa('cp', ['-al', await sourceOf(kernelSource, system.patches), source]);
  for (const [name, { fragments }] of Object.entries(KERNELS)) {
    await mkdir(join(work, name), { recursive: true });
    const asked = [...system.fragments, ...fragments.map((file) => join(FRAGMENTS, file))];
    await configure(source, join(work, name), system.baseConfig, await mergeFragments(asked));
  }
  const failed = await seen();
  if (failed !== undefined) throw new Error(`without a mutation there is a failure: ${failed}`);
}

/** Gives a file of the source another text; the file of the cache, which shares its bytes, keeps its own. */
async function put(path: string, text: string): Promise<void> {
  await rm(join(source, path));
  await writeFile(join(source, path), text);
}

async function judge(mutation: Mutation): Promise<string> {
  const text = await readFile(join(source, mutation.path), 'utf8');
  try {
    await put(mutation.path, without(text, mutation.line));
    return (await seen()) ?? 'nothing';
  } finally {
    await put(mutation.path, text);
  }
}

const record = join(work, 'seen.jsonl');
const known = new Map(
  (await readFile(record, 'utf8').catch(() => ''))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { key: string; seenBy: string })
    .map(({ key, seenBy }) => [key, seenBy]),
);
const patched = await sourceOf(kernelSource, system.patches);
const all = await addedCode(original, patched);
const digest = ({ path, line }: Mutation): string =>
  createHash('sha256').update(`${path}:${line}`).digest('hex');
const mutations = all.toSorted((a, b) => (digest(a) < digest(b) ? -1 : 1)).slice(0, wanted);
if (mutations.some(({ key }) => !known.has(key))) await prepare();
for (const [index, mutation] of mutations.entries()) {
  const seenBy = known.get(mutation.key) ?? (await judge(mutation));
  if (!known.has(mutation.key))
    await appendFile(record, `${JSON.stringify({ key: mutation.key, seenBy })}\n`);
  known.set(mutation.key, seenBy);
  const where = `${mutation.path}:${mutation.line}`;
  process.stdout.write(
    `${index + 1}/${mutations.length}  ${seenBy.padEnd(10)}  ${where}  ${mutation.text.trim()}\n`,
  );
}
const unseen = mutations.filter(({ key }) => known.get(key) === 'nothing').length;
const share = (100 * (mutations.length - unseen)) / mutations.length;
process.stdout.write(
  `${mutations.length - unseen} of ${mutations.length} mutations seen: ${share.toFixed(1)} %, of ${all.length} in all\n`,
);
