// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../harness/core/errors.js';
import { type Floor, bisect } from '../../harness/workload/bisect.js';
import { failsWith } from '../support/errors.js';

describe('bisection', () => {
  const search = async (
    passes: (mib: number) => boolean,
    resolutionMib = 1,
    impossibleMib = 0,
  ): Promise<Floor & { asked: number[] }> => {
    const asked: number[] = [];
    const floor = await bisect({
      ceilingMib: 128,
      resolutionMib,
      impossibleMib,
      trial: (mib) => {
        asked.push(mib);
        return Promise.resolve(passes(mib));
      },
    });
    return { ...floor, asked };
  };

  it('finds every threshold exactly, with both sides tried and nothing tried twice', async () => {
    for (let threshold = 2; threshold <= 128; threshold += 1) {
      const { mib, asked, contradictions } = await search((value) => value >= threshold);
      assert.equal(mib, threshold);
      assert.ok(asked.includes(threshold) && asked.includes(threshold - 1));
      assert.equal(new Set(asked).size, asked.length);
      assert.deepEqual(contradictions, []);
    }
  });
  it('needs few boots', async () => {
    const { asked } = await search((value) => value >= 9);
    assert.ok(asked.length <= 10, asked.join(' '));
  });
  it('does not try what cannot be, but always the step below the floor', async () => {
    for (let threshold = 20; threshold <= 30; threshold += 1) {
      const { mib, asked } = await search((value) => value >= threshold, 1, 19);
      assert.equal(mib, threshold);
      assert.ok(asked.every((value) => value >= 19) && asked.includes(threshold - 1), asked.join(' '));
    }
  });
  it('keeps to the resolution', async () => {
    assert.equal((await search((value) => value >= 9, 4)).mib, 12);
  });
  it('reports an answer that is not monotone', async () => {
    const { mib, contradictions } = await search((value) => value >= 9 && value !== 11);
    assert.equal(mib, 9);
    assert.deepEqual(contradictions, [{ mib: 11, passed: false }]);
  });
  it('refuses to name a floor above the ceiling', () =>
    failsWith(
      search(() => false),
      'FLOOR_ABOVE_CEILING',
      EXIT.couldNotMeasure,
      /128 MiB/,
    ));
});
