// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { loadAblation, wordsOf } from '../../harness/ablation/load.js';
import { differences, partition } from '../../harness/ablation/partition.js';
import { parseConfig } from '../../harness/image/kernel/config.js';
import { mergeFragments } from '../../harness/image/kernel/fragments.js';
import { finalConfig } from '../support/final-config.js';
import { builtinSystems } from '../support/builtin.js';

/** Pairs that people compare; every option in which they differ has a category. */
const PAIRS = [
  ['lupine-general', 'microvm'],
  ['lupine-base', 'microvm'],
  ['lupine-base', 'lupine-general'],
] as const;

describe('the options of the real kernels', function () {
  this.timeout(600_000);
  const values = new Map<string, Map<string, string>>();
  const changes = ([from, to]: (typeof PAIRS)[number]): ReturnType<typeof differences> =>
    differences(values.get(from) ?? new Map(), values.get(to) ?? new Map());

  before(async () => {
    for (const name of new Set(PAIRS.flat())) values.set(name, parseConfig(await finalConfig(name)));
  });
  for (const pair of PAIRS) {
    it(`in which ${pair.join(' and ')} differ stand in one category each`, async () => {
      const all = changes(pair);
      const { categories, kept } = partition(all, await loadAblation());
      const placed = [...categories.values(), ...kept.map(({ options }) => options)].flat();
      assert.ok(all.length > 20);
      assert.equal(placed.length, all.length);
    });
  }
  it('use every word of the file', async () => {
    const { categories, kept } = await loadAblation();
    // What lupine-general asks for counts too, though something may have it on in lupine-base already.
    const general = (await builtinSystems()).resolveLinux('lupine-general');
    const asked = (await mergeFragments(general.fragments)).map(({ name }) => name);
    const names = [...asked, ...PAIRS.flatMap((pair) => changes(pair).map(({ name }) => name))];
    const idle = [...kept, ...categories]
      .flatMap(({ options }) => wordsOf(options))
      .filter((word) => {
        const fits = new RegExp(`^${word.replaceAll('*', '\\w*')}$`);
        return !names.some((name) => fits.test(name));
      });
    assert.deepEqual(idle, []);
  });
  it('make every category between the two kernels of the default worth a kernel', async () => {
    const file = await loadAblation();
    const { categories } = partition(changes(PAIRS[0]), file);
    assert.deepEqual(
      [...categories.keys()],
      file.categories.map(({ name }) => name),
    );
  });
});
