// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../harness/core/errors.js';
import { type Floor, bisect } from '../../harness/workload/bisect.js';
import { failsWith } from '../support/errors.js';

describe('bisection', () => {
  const search = async (
    passes: (mib: number, boot: number) => boolean,
    { resolutionMib = 1, impossibleMib = 0, failingBoots = 1, hopelessBelow = 0, every = false } = {},
  ): Promise<Floor & { asked: number[] }> => {
    const asked: number[] = [];
    const floor = await bisect({
      ceilingMib: 128,
      resolutionMib,
      impossibleMib,
      failingBoots,
      every,
      trial: (mib, boot) => {
        asked.push(mib);
        return Promise.resolve(passes(mib, boot) ? 'worked' : mib < hopelessBelow ? 'hopeless' : 'failed');
      },
    });
    return { ...floor, asked };
  };

  it('finds every threshold exactly, with both sides tried and nothing tried twice', async () => {
    for (let threshold = 2; threshold <= 128; threshold += 1) {
      const { mib, asked, trials } = await search((value) => value >= threshold);
      assert.equal(mib, threshold);
      assert.ok(asked.includes(threshold) && asked.includes(threshold - 1));
      assert.equal(new Set(asked).size, asked.length);
      assert.ok(trials.every((one) => one.worked > 0 === one.mib >= threshold && one.boots === 1));
    }
  });
  it('needs few boots', async () => {
    const { asked } = await search((value) => value >= 9);
    assert.ok(asked.length <= 10, asked.join(' '));
  });
  it('does not try what cannot be, but always the step below the floor', async () => {
    for (let threshold = 20; threshold <= 30; threshold += 1) {
      const { mib, asked } = await search((value) => value >= threshold, { impossibleMib: 19 });
      assert.equal(mib, threshold);
      assert.ok(asked.every((value) => value >= 19) && asked.includes(threshold - 1), asked.join(' '));
    }
  });
  it('keeps to the resolution', async () => {
    assert.equal((await search((value) => value >= 9, { resolutionMib: 4 })).mib, 12);
  });
  it('reports an answer that is not monotone', async () => {
    const { mib, trials } = await search((value) => value >= 9 && value !== 11);
    assert.equal(mib, 9);
    assert.deepEqual(
      trials.filter((one) => one.mib > 9 && one.worked === 0),
      [{ mib: 11, boots: 1, worked: 0 }],
    );
  });
  it('tries every size where a floor has holes, until eight in a row work', async () => {
    // As a system was really seen to behave: 7 works, 8 does not, and from 9 on all do.
    const works = (mib: number): boolean => mib === 7 || mib >= 9;
    const { mib, asked, trials } = await search(works, { every: true });
    assert.equal(mib, 7);
    assert.deepEqual(asked, [128, ...Array.from({ length: 16 }, (_, index) => index + 1)]);
    assert.ok(trials.every((one) => one.worked > 0 === works(one.mib)));
    // Bisection alone would not have come to 7.
    assert.equal((await search(works)).mib, 9);
  });
  it('tries every size behind a step that fails above the floor, whatever was said before', async () => {
    const works = (mib: number): boolean => [3, 9, 11, 12].includes(mib) || mib >= 14;
    const { mib, asked, trials } = await search(works);
    assert.equal(mib, 3);
    assert.equal(new Set(asked).size, asked.length);
    assert.deepEqual(
      trials.filter((one) => one.mib > mib && one.worked === 0).map((one) => one.mib),
      [4, 5, 6, 7, 8, 10, 13],
    );
  });
  it('never goes beyond the ceiling for that', async () => {
    const { mib, asked } = await search((value) => value % 2 === 0, { every: true, impossibleMib: 3 });
    assert.equal(mib, 4);
    assert.ok(asked.every((value) => value >= 4 && value <= 128));
  });
  it('goes down to what works at times, and no further', async () => {
    // With 10 every boot fails but the third, with 11 but the first; one boot above fails once, which is no contradiction.
    const { mib, asked, trials } = await search(
      (value, boot) =>
        (value === 10 && boot === 3) ||
        (value === 11 && boot > 1) ||
        (value === 12 && boot > 1) ||
        value > 12,
      { failingBoots: 10 },
    );
    assert.equal(mib, 10);
    const tried = new Map(trials.map((one) => [one.mib, one]));
    assert.deepEqual(tried.get(9), { mib: 9, boots: 10, worked: 0 });
    assert.deepEqual(tried.get(10), { mib: 10, boots: 3, worked: 1 });
    assert.ok(trials.every((one) => one.worked > 0 === one.mib >= 10));
    assert.equal(
      asked.length,
      trials.reduce((sum, { boots }) => sum + boots, 0),
    );
  });
  it('asks once where nothing is to be hoped for', async () => {
    const { mib, trials } = await search((value) => value >= 9, { failingBoots: 10, hopelessBelow: 9 });
    assert.equal(mib, 9);
    assert.ok(trials.every(({ boots }) => boots === 1));
  });
  it('refuses to name a floor above the ceiling', () =>
    failsWith(
      search(() => false),
      'FLOOR_ABOVE_CEILING',
      EXIT.couldNotMeasure,
      /128 MiB/,
    ));
  it('names no floor where a kernel works that should not fit', async () => {
    for (const every of [false, true])
      await failsWith(
        search(() => true, { impossibleMib: 2 ** 44, every }),
        'FLOOR_CONTRADICTED',
        EXIT.couldNotMeasure,
        /works|passes/,
      );
  });
});
