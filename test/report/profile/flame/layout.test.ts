// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { layOut } from '../../../../harness/report/profile/flame/layout.js';
import { profileFlame } from '../../../../harness/report/profile/flame/nodes.js';
import type { FlameNode, Frame } from '../../../../harness/report/profile/flame/types.js';
import { profiles } from '../../../profile/arbitrary.js';
import { fuzzRuns } from '../../../support/fuzz.js';

function node(label: string, size: number, children: readonly FlameNode[] = []): FlameNode {
  return { label, size, children, colour: 'linux', about: () => label };
}

function texts(frames: readonly Frame[]): string[] {
  return frames.map(
    ({ label, left, width, row }) => `${label} ${row} ${left.toFixed(3)}+${width.toFixed(3)}`,
  );
}

describe('the layout of a flame graph', () => {
  it('puts what was called below, from left to right', () => {
    const root = node('root', 100, [node('a', 50, [node('b', 25)]), node('c', 40)]);
    assert.deepEqual(texts(layOut(root, 100).frames), [
      'root 0 0.000+1.000',
      'a 1 0.000+0.500',
      'b 2 0.000+0.250',
      'c 1 0.500+0.400',
    ]);
  });
  it('puts what is too narrow together where it can be seen, and leaves it out where it cannot', () => {
    const small = Array.from({ length: 10 }, (_, index) => node(`s${index}`, 3));
    const root = node('root', 10_000, [node('a', 9_000, small.slice(0, 1)), ...small.slice(1)]);
    const { frames, narrow } = layOut(root, 100);
    assert.equal(narrow, 0.0005);
    assert.deepEqual(texts(frames), ['root 0 0.000+1.000', 'a 1 0.000+0.900', '9 more 1 0.900+0.003']);
    assert.equal(frames[2]?.about, '9 more, each below 0.05 % of the whole');
  });
  it('has no more frames than it may have', () => {
    const many = Array.from({ length: 500 }, (_, index) => node(`f${index}`, 1000 + index));
    const root = node('root', 700_000, many);
    const { frames, narrow } = layOut(root, 100);
    assert.ok(frames.length <= 100 && frames.length > 1, String(frames.length));
    assert.ok(narrow > 0.0005);
  });
  it('of nothing is the root', () =>
    assert.deepEqual(texts(layOut(node('root', 0), 1).frames), ['root 0 0.000+0.000']));
  it('keeps every frame within the one above and beside its neighbours, whatever the profile', () =>
    fc.assert(
      fc.property(profiles, fc.integer({ min: 1, max: 40 }), (profile, most) => {
        for (const phase of profile.phases) {
          const { frames } = layOut(profileFlame(profile, phase), most);
          assert.ok(frames.length <= Math.max(most, 2));
          const open: Frame[] = [];
          const ends = new Map<number, number>();
          for (const frame of frames) {
            const above = open[frame.row - 1];
            const [left, right] = [frame.left, frame.left + frame.width];
            assert.ok(frame.row === 0 || above !== undefined);
            assert.ok(left >= (above?.left ?? 0) - 1e-9);
            assert.ok(right <= (above === undefined ? 1 : above.left + above.width) + 1e-9);
            assert.ok(left >= (ends.get(frame.row) ?? 0) - 1e-9);
            ends.set(frame.row, right);
            open[frame.row] = frame;
          }
        }
      }),
      { numRuns: fuzzRuns },
    ));
});
