// SPDX-License-Identifier: Apache-2.0
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { rounded } from '../../../harness/core/numbers.js';
import { KernelTree } from '../kernel-tree.js';
import { alarmsIn, falseAlarms } from './alarms.js';
import { commitBoth } from './commits.js';
import { type Found, FoundFiles, firstFunction, foundIn, wrongIn } from './found.js';
import { oneGate } from './one-gate.js';
import { REGRESSIONS, type Regression } from './regressions.js';

/** How the deterministic gate is evaluated. */
export interface DeterministicWishes {
  /** Folder that keeps kernels and results. */
  work: string;
  /** Names of changes, or `alarms`; all when missing. */
  only?: readonly string[] | undefined;
  /** Gates of equal sides. */
  rounds: number;
  /** Whether kernels that are not there are built. */
  kernels: boolean;
  jobs: number;
  say: (line: string) => void;
}

/** Gates real commits: those that change nothing, and those that make something worse. True when no answer was wrong. */
export async function deterministic(wishes: DeterministicWishes): Promise<boolean> {
  const { only, rounds, say } = wishes;
  const dir = join(wishes.work, 'gate');
  await mkdir(dir, { recursive: true });
  const wanted = (name: string): boolean => only?.includes(name) ?? true;
  let right = true;
  if (wanted('alarms') && rounds > 0) {
    say(`\nDeterministic gate, commits that change nothing that is measured; every core is loaded`);
    const found = await falseAlarms({ rounds, dir, file: join(dir, 'alarms.json'), say });
    const different = found.filter((one) => one.different.length > 0).length;
    say(
      `${alarmsIn(found)} false alarms in ${found.length} gates; ${different} with any difference of any metric`,
    );
    right = alarmsIn(found) === 0;
  }
  const asked = REGRESSIONS.filter(({ name }) => wanted(name));
  if (asked.length === 0) return right;
  say('\nDeterministic gate, commits that make something worse\n');
  say('| change | red, and by how much | first function | right |');
  say('| --- | --- | --- | --- |');
  let [made, found] = [0, 0];
  for (const one of asked) {
    const answer = await answerTo(one, dir, wishes);
    if (answer === undefined) continue;
    made += 1;
    const wrong = wrongIn(one, answer);
    if (wrong.length === 0) found += 1;
    say(`| ${[one.name, redOf(answer), firstFunction(answer) ?? '', wrong.length === 0 ? 'yes' : `NO: ${wrong.join(', ')}`].join(' | ')} |`); // prettier-ignore
  }
  say(
    `\n${found} of ${made} found and named${made < asked.length ? `; ${asked.length - made} were not made` : ''}`,
  );
  return right && found === made;
}

async function answerTo(
  one: Regression,
  dir: string,
  { work, kernels, jobs }: DeterministicWishes,
): Promise<Found | undefined> {
  const files = new FoundFiles(join(dir, 'found'));
  const known = await files.read(one);
  if (known !== undefined) return known;
  if (!kernels && (one.how.kind.startsWith('kernel') || one.how.kind === 'fragment')) return undefined;
  const project = join(dir, 'projects', one.name);
  const { base, app } = await commitBoth(one, project, new KernelTree(work, jobs));
  const began = performance.now();
  const scenarios = one.scenarios ?? ['boot', 'image-size'];
  const document = await oneGate({ dir: project, base, scenarios, app });
  const found = foundIn(document, Math.round((performance.now() - began) / 1000));
  await files.write(one, found);
  await rm(project, { recursive: true, force: true });
  return found;
}

function redOf({ red }: Found): string {
  return red
    .map(({ metric, base, head }) => `${metric} +${rounded((head / base - 1) * 100, 2)} %`)
    .join(', ');
}
