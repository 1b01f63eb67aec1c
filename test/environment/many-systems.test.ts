// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readYaml } from '../../harness/scenario/yaml.js';
import { costs, isLinear } from '../support/growth.js';
import { inProject } from '../support/project.js';

/** Systems, in chains in which each is the base of the next one. */
const linesOf = (count: number): string[] => [
  'systems:',
  ...Array.from(
    { length: count },
    (_, n) => `  s${n}: { base: ${n % 14 === 0 ? 'lupine-base' : `s${n - 1}`}, fragments: [a.config] }`,
  ),
];

describe('a project with thousands of systems', function () {
  this.timeout(60_000);

  it('takes a time for their places in the file that grows with their number only', async () => {
    const read = (count: number) =>
      new Promise<() => void>((resolve, reject) => {
        const work = inProject(linesOf(count), {}, async (dir) => {
          const { at } = await readYaml<unknown>(join(dir, 'lupine-bench.yaml'), 'project');
          resolve(() => {
            for (let n = 0; n < count; n += 1) at(['systems', `s${n}`, 'fragments', 0]);
          });
        });
        work.catch(reject);
      });
    const [once, twice] = [await read(2000), await read(4000)];
    const found = costs((double) => {
      if (double) twice();
      else once();
    });
    assert.ok(isLinear(found), `${found.once} ms, and ${found.twice} ms for twice as many`);
  });
  it('resolves each of them once, however many stand on it', () =>
    inProject(linesOf(56), {}, async (_dir, environment) => {
      const { catalogue } = await environment();
      const [first, again] = [catalogue.resolveLinux('s13'), catalogue.resolveLinux('s13+tiny')];
      assert.equal(first.name, 's13');
      assert.equal(again.name, 's13+tiny');
      assert.equal(first.fragments.filter((path) => path.endsWith('a.config')).length, 14);
      assert.equal(
        catalogue.resolveLinux('s12').fragments.filter((path) => path.endsWith('a.config')).length,
        13,
      );
    }));
});
