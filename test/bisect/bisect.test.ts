// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BisectResult, bisect, skippedBy } from '../../harness/bisect/bisect.js';
import { openJournal } from '../../harness/bisect/journal.js';
import type { BisectPoint, Measured } from '../../harness/bisect/types.js';
import { attemptError, measureError, usageError } from '../../harness/core/errors.js';

const QUESTION = 'what moved boot.guest';

/** What a test measures: values of points 0, 1, 2, ...; a text is the reason of a skip. */
type Script = readonly (number | string)[];

describe('bisect', () => {
  let folder = '';
  let measured: string[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lupine-bench-bisect-'));
    measured = [];
  });

  afterEach(() => rm(folder, { recursive: true }));

  const run = async (
    script: Script,
    measure = (value: number | string): Measured =>
      typeof value === 'number' ? { value } : { skipped: value },
  ): Promise<BisectResult<BisectPoint>> => {
    const points = script.map((_, index) => ({ id: `c${index}`, title: `commit ${index}` }));
    return await bisect({
      ...{ points, direction: 'lower', margin: 0.05, most: 3 },
      journal: await openJournal(join(folder, 'journal.jsonl'), QUESTION),
      signal: new AbortController().signal,
      measure: (point) => {
        measured.push(point.id);
        return Promise.resolve(measure(script[points.indexOf(point)] ?? 0));
      },
    });
  };
  const steps = ({ findings }: BisectResult<BisectPoint>): number[] => findings.map(({ after }) => after);

  const single = [100, 100, 101, 100, 100, 140, 140, 141, 140];

  it('finds the commit', async () => {
    const result = await run(single);
    assert.deepEqual(steps(result), [5]);
    assert.equal(result.margin, 2);
    assert.ok(measured.length < single.length);
  });
  it('says two where there are two', async () =>
    assert.deepEqual(steps(await run([100, 100, 120, 120, 120, 120, 160, 160])), [6, 2]));
  it('skips what does not build, and says why', async () => {
    const result = await run([100, 100, 'KERNEL_BUILD: no', 'KERNEL_BUILD: no', 140, 140]);
    assert.deepEqual(result.findings, [{ kind: 'skipped', before: 1, after: 4, difference: 40 }]);
    assert.deepEqual(result.measured.get(2), { skipped: 'KERNEL_BUILD: no' });
  });
  it('measures nothing twice when it is begun again', async () => {
    const first = await run(single);
    const count = measured.length;
    assert.deepEqual(await run(single), first);
    assert.equal(measured.length, count);
  });
  it('goes on where a killed one ended, also in the middle of a line', async () => {
    let left = 3;
    const killed = run(single, (value) => {
      if (left === 0) throw new Error('killed');
      left -= 1;
      return { value: Number(value) };
    });
    await assert.rejects(killed, /killed/);
    const journal = join(folder, 'journal.jsonl');
    const text = await readFile(journal, 'utf8');
    await writeFile(journal, text.slice(0, -9));
    measured = [];
    assert.deepEqual(steps(await run(single)), [5]);
    const whole = (await readFile(journal, 'utf8')).trimEnd().split('\n');
    assert.equal(
      new Set(whole.map((line) => (JSON.parse(line) as { point?: string }).point)).size,
      whole.length,
    );
    // Two of the three were kept.
    assert.ok(!measured.includes('c0') && !measured.includes('c8'));
  });
  it('refuses ends that do not differ, that are swapped, or that cannot be measured', async () => {
    await assert.rejects(run([100, 130, 100]), { code: 'BISECT_SAME', exit: 2 });
    assert.deepEqual(measured, ['c0', 'c2']);
    await rm(join(folder, 'journal.jsonl'));
    await assert.rejects(run([140, 100, 100]), { code: 'BISECT_SWAPPED', exit: 2 });
    await rm(join(folder, 'journal.jsonl'));
    await assert.rejects(run(['GUEST_PANIC: no init', 100, 140]), {
      ...{ code: 'BISECT_END', exit: 3 },
      message: 'the good end, commit 0, cannot be measured: GUEST_PANIC: no init',
    });
    assert.equal(measured.at(-1), 'c0');
  });
  it('stops where the point is not to blame, and keeps what it has', async () => {
    const fails =
      (error: Error) =>
      (value: number | string): Measured => {
        if (value !== 100) return skippedBy(error);
        return { value: 100 };
      };
    await assert.rejects(run(single, fails(attemptError('VMM_KILLED', 'x', 'y'))), { code: 'VMM_KILLED' });
    assert.deepEqual((await run(single)).findings.length, 1);
    assert.deepEqual(
      measured.filter((id) => id === 'c0'),
      ['c0'],
    );
  });
});

describe('why a point is skipped', () => {
  it('is what could not be measured there, or what its files have wrong', () => {
    assert.deepEqual(skippedBy(measureError('KERNEL_BUILD', 'make failed.', 'x')), {
      skipped: 'KERNEL_BUILD: make failed.',
    });
    assert.deepEqual(skippedBy(usageError('PROJECT_INVALID', 'no such key.', 'x')), {
      skipped: 'PROJECT_INVALID: no such key.',
    });
  });
  it('is never what says nothing of it', () => {
    assert.throws(() => skippedBy(attemptError('VMM_KILLED', 'x', 'y')), { code: 'VMM_KILLED' });
    assert.throws(() => skippedBy(new Error('a defect')), /a defect/);
  });
});

describe('the journal of a search', () => {
  let path = '';

  beforeEach(async () => {
    path = join(await mkdtemp(join(tmpdir(), 'lupine-bench-journal-')), 'sub', 'journal.jsonl');
  });

  afterEach(() => rm(join(path, '..', '..'), { recursive: true }));

  it('has one line for each point', async () => {
    const journal = await openJournal(path, QUESTION);
    await journal.add('c0', { value: 5 });
    await journal.add('c1', { skipped: 'no\n\u001b[1m' });
    const text = await readFile(path, 'utf8');
    assert.equal(text.split('\n').length, 4);
    assert.doesNotMatch(text, /\u001b/);
    const again = await openJournal(path, QUESTION);
    assert.deepEqual([...again.measured], [...journal.measured]);
  });
  it('of another search is refused', async () => {
    await openJournal(path, QUESTION);
    await assert.rejects(openJournal(path, 'another'), { code: 'BISECT_JOURNAL', exit: 2 });
  });
  for (const [what, line] of [
    ['no JSON', 'hello'],
    ['no object', '5'],
    ['no point', '{"value":5}'],
    ['no value', '{"point":"c1","value":"5"}'],
  ] as const) {
    it(`with a line that is ${what} is refused, with its number`, async () => {
      await openJournal(path, QUESTION);
      await writeFile(path, `${await readFile(path, 'utf8')}${line}\n`);
      await assert.rejects(openJournal(path, QUESTION), (error: Error & { code?: string }) => {
        assert.equal(error.code, 'BISECT_JOURNAL');
        assert.match(error.message, /journal\.jsonl:2: /);
        return true;
      });
    });
  }
  it('of another format is refused', async () => {
    await openJournal(path, QUESTION);
    await writeFile(path, '{"format":2}\n');
    await assert.rejects(openJournal(path, QUESTION), { code: 'FORMAT_UNKNOWN', exit: 2 });
  });
});
