// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../harness/core/errors.js';
import { type Floor, bisect } from '../../harness/workload/bisect.js';
import { failsWith } from '../support/errors.js';

describe('bisection', () => {
  const search = async (
    passes: (mib: number, boot: number) => boolean,
    { resolutionMib = 1, impossibleMib = 0, floorBoots = 1 } = {},
  ): Promise<Floor & { asked: number[] }> => {
    const asked: number[] = [];
    const floor = await bisect({
      ceilingMib: 128,
      resolutionMib,
      impossibleMib,
      floorBoots,
      trial: (mib, boot) => {
        asked.push(mib);
        return Promise.resolve(passes(mib, boot));
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
      assert.ok(trials.every((one) => one.passed === one.mib >= threshold && one.boots === 1));
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
      trials.filter((one) => one.mib > 9 && !one.passed),
      [{ mib: 11, passed: false, boots: 1, worked: 0 }],
    );
  });
  it('takes no value for the floor that does not pass every time', async () => {
    // 9 passes at first and 10 twice; both are given up, and only the floor is tried ten times.
    const { mib, asked, trials } = await search(
      (value, boot) => value > 10 || (value === 10 && boot <= 2) || (value === 9 && boot === 1),
      { floorBoots: 10 },
    );
    assert.equal(mib, 11);
    assert.deepEqual(
      trials.filter((one) => one.boots > 1),
      [
        { mib: 9, passed: false, boots: 2, worked: 1 },
        { mib: 10, passed: false, boots: 3, worked: 2 },
        { mib: 11, passed: true, boots: 10, worked: 10 },
      ],
    );
    assert.equal(
      asked.length,
      trials.reduce((sum, { boots }) => sum + boots, 0),
    );
  });
  it('refuses to name a floor that does not pass every time up to the ceiling', () =>
    failsWith(
      search((value, boot) => value >= 127 && boot === 1, { floorBoots: 3, impossibleMib: 126 }),
      'FLOOR_ABOVE_CEILING',
      EXIT.couldNotMeasure,
      /in each of 3 boots even with 128 MiB/,
    ));
  it('refuses to name a floor above the ceiling', () =>
    failsWith(
      search(() => false),
      'FLOOR_ABOVE_CEILING',
      EXIT.couldNotMeasure,
      /128 MiB/,
    ));
});
