// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { plainFolder } from '../../harness/core/cache-folder.js';
import { sha256File } from '../../harness/core/files.js';
import { packagePath } from '../../harness/core/paths.js';
import { configure, fixedVariables } from '../../harness/image/kernel/config.js';
import { mergeFragments } from '../../harness/image/kernel/fragments.js';
import { sourceOf } from '../../harness/image/kernel/patched-source.js';
import { unpackSource } from '../../harness/image/kernel/source.js';
import { bootQuietly, passedLines } from '../kml/support/commands.js';
import { kernelVersion, testKernel, versioned } from '../kml/support/kernels.js';
import { builtinSystems } from '../support/builtin.js';
import { kernelSourceOf } from '../support/kernel-source.js';
import { type Mutation, addedCode, without } from './mutations.js';

// Which lines of the KML patches the tests see: drops one at a time, builds, runs the tests until one fails:
// `npm run evaluate-kml-mutations [count]`. Hours for all of them; interrupted, it goes on where it was. Their order is that of
// their digests, so the first so many of them are a fair sample. A line without which the kernels are the same, byte for byte, is
// nothing that a test could see.

const wanted = Number(process.argv[2] ?? Infinity);
const work = await plainFolder(`kml-mutations-${kernelVersion}`);
const NOTHING = 'nothing';
const SAME = 'no change';
const FRAGMENTS = packagePath('test', 'kml', 'fragments');

/** Kernels, where the tests are told of them, and the tests in the order in which they are asked. */
const KERNELS: Record<string, { variables: string[]; fragments: string[]; tests: string[] }> = {
  kml: {
    variables: ['LUPINE_TEST_KML_KERNEL'],
    fragments: ['features.config'],
    tests: [
      'core',
      'unwind',
      'counts',
      'fates',
      'machine-check',
      'astray',
      'frames',
      'windows',
      'redzone',
      'processors',
    ],
  },
  preempt: {
    variables: ['LUPINE_TEST_KML_PREEMPT_KERNEL'],
    fragments: ['features.config', 'preempt.config'],
    tests: ['preempt'],
  },
  debug: {
    variables: ['LUPINE_TEST_KML_DEBUG_KERNEL', 'LUPINE_TEST_KML_KERNEL'],
    fragments: ['features.config', 'debug.config'],
    tests: ['debug', 'windows'],
  },
};

const system = (await builtinSystems()).resolveLinux(versioned('lupine-general', '+kml'));
const kernelSource = await kernelSourceOf(system);
const original = await unpackSource(kernelSource);
const source = join(work, 'source');

/** Builds a kernel; gives what there was to complain of, which also has what objtool finds. */
async function make(name: string): Promise<string | undefined> {
  const words = ['-C', source, `O=${join(work, name)}`, `-j${availableParallelism()}`];
  const { exitCode, stderr } = await execa('make', [...words, ...fixedVariables, 'vmlinux'], {
    reject: false,
  });
  if (exitCode !== 0) return stderr;
  await execa('strip', ['-o', kernelOf(name), join(work, name, 'vmlinux')]);
  return stderr.trim() === '' ? undefined : stderr;
}

const kernelOf = (name: string): string => join(work, `${name}.elf`);

/** Digests of the kernels without a mutation. */
const unchanged = new Map<string, string>();

/** Whether a kernel lives and knows its mode: most that do not, hang, and tests wait long for those. */
async function lives(variables: Record<string, string>): Promise<boolean> {
  Object.assign(process.env, variables);
  try {
    passedLines((await bootQuietly(await testKernel('kml'), ['mode'], { timeoutMs: 40_000 })).of('mode'));
    return true;
  } catch {
    return false;
  }
}

async function passes(test: string, env: Record<string, string>): Promise<boolean> {
  const mocha = packagePath('node_modules', 'mocha', 'bin', 'mocha.js');
  const file = packagePath('dist', 'test', 'kml', `${test}.guest.test.js`);
  const words = [mocha, '--no-config', '--bail', '--timeout', '60000', file];
  const how = { cwd: packagePath(), env, reject: false, timeout: 900_000 } as const;
  return (await execa(process.execPath, words, how)).exitCode === 0;
}

/** The first test that a kernel fails. */
async function failing(name: string, kernel: string): Promise<string | undefined> {
  const { variables, tests } = KERNELS[name] ?? { variables: [], tests: [] };
  const named = Object.fromEntries(variables.map((variable) => [variable, kernel]));
  const [first] = tests;
  if (name === 'kml' && !(await lives(named))) return first;
  for (const test of tests)
    if (
      !(await passes(test, {
        ...named,
        LUPINE_TEST_KML_VERSION: kernelVersion,
        ...(name === 'debug' ? { LUPINE_KML_FULL: '1' } : {}),
      }))
    )
      return test;
  return undefined;
}

/** What sees the source as it is now: the build of a kernel, or the first test that fails. */
async function seen(): Promise<string> {
  let differs = false;
  for (const name of Object.keys(KERNELS)) {
    if ((await make(name)) !== undefined) return 'the build';
    if ((await sha256File(kernelOf(name))) === unchanged.get(name)) continue;
    differs = true;
    const test = await failing(name, kernelOf(name));
    if (test !== undefined) return test;
  }
  return differs ? NOTHING : SAME;
}

async function prepare(): Promise<void> {
  await rm(source, { recursive: true, force: true });
  await execa('cp', ['-al', await sourceOf(kernelSource, system.patches), source]);
  for (const [name, { fragments }] of Object.entries(KERNELS)) {
    await mkdir(join(work, name), { recursive: true });
    const asked = [...system.fragments, ...fragments.map((file) => join(FRAGMENTS, file))];
    await configure(source, join(work, name), system.baseConfig, await mergeFragments(asked));
  }
  for (const name of Object.keys(KERNELS)) {
    await make(name);
    unchanged.set(name, await sha256File(kernelOf(name)));
    const failed = await failing(name, kernelOf(name));
    if (failed !== undefined) throw new Error(`without a mutation there is a failure: ${failed}`);
  }
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
    return await seen();
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
const judged = mutations.filter(({ key }) => known.get(key) !== SAME);
const unseen = judged.filter(({ key }) => known.get(key) === NOTHING).length;
const share = (100 * (judged.length - unseen)) / judged.length;
process.stdout.write(
  `${judged.length - unseen} of ${judged.length} mutations seen: ${share.toFixed(1)} %; ${mutations.length - judged.length} lines change nothing; ${all.length} in all\n`,
);
