// SPDX-License-Identifier: Apache-2.0
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { sealedJson } from '../../harness/core/seal.js';
import type { RunFolder } from '../../harness/run/folder.js';
import type { TrialName } from '../../harness/run/record.js';
import { writeDerived } from '../../harness/workflow/derive.js';
import { builtinSystems } from './builtin.js';
import { type ReadOutcome, readRun } from './read-run.js';
import { scriptedHost } from './scripted-host.js';
import { withScriptedRun } from './scripted-run.js';

/** A finished run whose files a test changes. */
export interface MutableRun {
  folder: RunFolder;
  /** Reads all of it. */
  read: () => Promise<ReadOutcome>;
  /** Puts a text into a file of it, does something, and puts everything back. */
  changed: <T>(name: string, text: string, work: () => Promise<T>) => Promise<T>;
  /** As `changed`, with everything that belongs to a plan made to belong to this one. */
  replanned: <T>(plan: string, work: () => Promise<T>) => Promise<T>;
}

/** Runs a test with a run that has boots, the trials of a search, provenance, and claims that it was judged by. */
export async function withMutableRun(
  scenario: 'boot' | 'memory-floor',
  test: (run: MutableRun) => Promise<void>,
): Promise<void> {
  await withScriptedRun({ scenario, boots: 2 }, async ({ folder, make }) => {
    await make({ host: scriptedHost(({ memoryMib }) => (memoryMib >= 9 ? {} : { ending: 'panic' })) });
    const catalogue = await builtinSystems();
    await writeDerived(folder, catalogue, { ids: ['boot-time', 'memory'] });
    const names = await readdir(folder.path('boots'));
    const trials = trialsOf(names);
    const changed: MutableRun['changed'] = async (name, text, work) => {
      const path = folder.path(name);
      const before = await readFile(path);
      await writeFile(path, text);
      try {
        return await work();
      } finally {
        await rm(`${path}.damaged`, { force: true });
        await writeFile(path, before);
      }
    };
    const bound = ['provenance.json', ...names.map((name) => `boots/${name}`)];
    const replanned: MutableRun['replanned'] = async (plan, work) => {
      const { digest } = JSON.parse(plan) as { digest: string };
      const all = bound.reduceRight<typeof work>(
        (inner, name) => async () => {
          const { digest: _old, ...rest } = JSON.parse(
            await readFile(folder.path(name), 'utf8'),
          ) as object & {
            digest: string;
          };
          return await changed(name, sealedJson({ ...rest, plan: digest }), inner);
        },
        work,
      );
      return await changed('plan.json', plan, all);
    };
    await test({ folder, changed, replanned, read: () => readRun(folder.dir, catalogue, trials) });
  });
}

/** Trials by the number of their search. */
function trialsOf(names: readonly string[]): Map<number, TrialName[]> {
  const trials = new Map<number, TrialName[]>();
  for (const name of names) {
    const [, n, mib, boot = '1'] = /^(\d+)-(\d+)(?:-(\d+))?\.json$/.exec(name) ?? [];
    if (n === undefined) continue;
    const own = trials.get(Number(n)) ?? [];
    trials.set(Number(n), [...own, { mib: Number(mib), boot: Number(boot) }]);
  }
  return trials;
}
