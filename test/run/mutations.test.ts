// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fuzzRuns } from '../support/fuzz.js';
import { type MutableRun, withMutableRun } from '../support/mutable-run.js';
import { type Mutation, forged, structuralMutations, textMutations } from '../support/mutate.js';
import type { ReadOutcome } from '../support/read-run.js';

/** One file of each kind that a run is read back from. */
const FILES = [
  ['boot', 'plan.json'],
  ['boot', 'boots/1.json'],
  ['boot', 'provenance.json'],
  ['boot', 'claims.json'],
  ['memory-floor', 'boots/1.json'],
  ['memory-floor', 'boots/1-8.json'],
] as const;

/** Does something with each change of a file, the same ones every time. */
async function eachMutation(
  { folder }: MutableRun,
  name: string,
  count: number,
  test: (mutation: Mutation) => Promise<void>,
): Promise<void> {
  const text = await readFile(folder.path(name), 'utf8');
  const mutations = [
    ...structuralMutations(text, Math.ceil(count * 0.75), count),
    ...textMutations(text, Math.floor(count * 0.25), count),
  ];
  assert.ok(mutations.length > count * 0.98, `${mutations.length} mutations`);
  for (const mutation of mutations) {
    const { what } = mutation;
    await test(mutation).catch((error: unknown) => {
      throw new Error(`${name}: ${what}: ${String(error)}`, { cause: error });
    });
  }
}

async function wholeOf(run: MutableRun): Promise<string> {
  const whole = await run.read();
  assert.ok('derived' in whole, 'refused' in whole ? whole.refused.message : '');
  assert.deepEqual(whole.damage, []);
  return whole.derived;
}

/** Refused by name, or of no effect. */
function isHarmless(outcome: ReadOutcome, name: string, whole: string): void {
  if ('refused' in outcome) assert.ok(outcome.refused.message.includes(name), outcome.refused.message);
  else if (outcome.damage.length === 0) assert.equal(outcome.derived, whole);
  else assert.ok(outcome.damage.join().includes(name), outcome.damage.join());
}

describe('a run folder that was changed by hand', function () {
  this.timeout(600_000);

  for (const [scenario, name] of FILES) {
    it(`is refused by name or gives the same report: ${name} of ${scenario}`, () =>
      withMutableRun(scenario, async (run) => {
        const whole = await wholeOf(run);
        await eachMutation(run, name, fuzzRuns, async ({ text }) => {
          isHarmless(await run.changed(name, text, run.read), name, whole);
        });
      }));
    it(`is read without a defect where its digest was made to fit: ${name} of ${scenario}`, () =>
      withMutableRun(scenario, async (run) => {
        const whole = await wholeOf(run);
        const beside = await readdir(dirname(run.folder.dir));
        let refused = 0;
        await eachMutation(run, name, fuzzRuns / 2, async ({ text }) => {
          const sealed = forged(text);
          if (sealed === undefined) return;
          const { read } = run;
          const outcome = await (name === 'plan.json'
            ? run.replanned(sealed, read)
            : run.changed(name, sealed, read));
          if ('refused' in outcome || outcome.damage.length > 0) refused += 1;
        });
        assert.ok(refused > fuzzRuns / 8, `${refused} were refused`);
        assert.equal(await wholeOf(run), whole);
        assert.deepEqual(await readdir(dirname(run.folder.dir)), beside);
      }));
  }
});
