// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomic } from '../../../harness/core/files.js';
import { prettyJson } from '../../../harness/core/json.js';
import type { GateVerdict } from '../../../harness/gate/types.js';
import { commitAll } from '../../support/git.js';
import { writeFiles } from '../../support/project.js';
import { whileBusy } from './busy.js';
import { oneGate } from './one-gate.js';
import { compileWork, emptyRepository, projectFile, workApp } from './project.js';

/** What a gate said of a commit that changes nothing that is measured. */
export interface Alarm {
  verdict: GateVerdict;
  /** Metrics that were measured on both sides: a gate that booted nothing could raise no alarm. */
  measured: number;
  /** Metrics with any difference, however small. */
  different: string[];
  seconds: number;
}

/** Bytes of the file that every commit changes: a block of the root image, so that neither its size nor what is copied is another. */
const SAME_SIZE = 4096;

/** Chains of commits that are gated at once: more than a machine has cores, as other jobs of a runner are. */
const AT_ONCE = 8;

/** What is asked for, and where it is made. */
interface AlarmsWishes {
  rounds: number;
  /** Folder of the repositories. */
  dir: string;
  /** What was found until now; it is kept after each gate. */
  file: string;
  say: (line: string) => void;
}

/**
 * Gates each commit of some chains against the one before it, with every core loaded: each has another content of a file of the image,
 * of the same size. So the images differ, both sides are booted, and no metric may.
 */
export async function falseAlarms({ rounds, dir, file, say }: AlarmsWishes): Promise<Alarm[]> {
  const found = JSON.parse(await readFile(file, 'utf8').catch(() => '[]')) as Alarm[];
  let left = rounds - found.length;
  const chain = async (repository: string): Promise<void> => {
    let base = await begin(repository);
    while (left > 0) {
      left -= 1;
      const head = await next(repository);
      found.push(await gateOf(repository, base));
      base = head;
      await writeAtomic(file, prettyJson(found));
      if (found.length % 10 === 0) say(`${found.length} gates of equal sides, ${alarmsIn(found)} alarms`);
    }
  };
  if (left > 0) {
    const repositories = Array.from({ length: AT_ONCE }, (_, index) => join(dir, `chain-${index}`));
    await whileBusy(() => Promise.all(repositories.map(chain)));
  }
  return found.slice(0, rounds);
}

async function begin(dir: string): Promise<string> {
  await emptyRepository(dir);
  await writeFiles(dir, {
    'lupine-bench.yaml': projectFile(['base: lupine-hello']),
    'apps/work/app.yaml': workApp({ '/notes': 'notes' }),
  });
  await compileWork(dir, []);
  return await next(dir);
}

async function gateOf(dir: string, base: string): Promise<Alarm> {
  const began = performance.now();
  const scenarios = ['boot', 'image-size'];
  const { verdict, metrics } = await oneGate({ dir, base, scenarios, app: 'work' });
  return {
    verdict,
    measured: metrics.filter((one) => one.base.n > 0 && one.head.n > 0).length,
    different: metrics.filter((one) => one.base.median !== one.head.median).map(({ metric }) => metric),
    seconds: Math.round((performance.now() - began) / 100) / 10,
  };
}

/** Gates that were not green, or had nothing to be green about. */
export function alarmsIn(found: readonly Alarm[]): number {
  return found.filter(({ verdict, measured }) => verdict !== 'pass' || measured === 0).length;
}

async function next(dir: string): Promise<string> {
  await writeFile(join(dir, 'notes'), randomBytes(SAME_SIZE));
  return await commitAll(dir, 'other notes');
}
