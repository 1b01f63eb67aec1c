// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sealedJson } from '../../harness/core/seal.js';
import { comparisonDocument } from '../../harness/gate/document.js';
import { COMPARISON_FILE, readComparison, requireComparison } from '../../harness/gate/file.js';
import type { ComparisonDocument, MetricComparison } from '../../harness/gate/types.js';
import type { Clock } from '../../harness/metric/types.js';
import { failsWith } from '../support/errors.js';
import { inTemp } from '../support/temp.js';
import { exactly, timed } from './fixture.js';

const documentOf = (clock: Clock, ...metrics: MetricComparison[]): ComparisonDocument =>
  comparisonDocument({ base: 'main', head: 'here', clock, metrics, notes: ['a note'], command: 'x' });
const verdicts = ({ metrics }: ComparisonDocument): string[] => metrics.map(({ verdict }) => verdict);
const fired = (metric: MetricComparison): MetricComparison => ({
  ...metric,
  controls: [{ side: 'head', n: 10, fired: true, low: 1.05, high: 1.1 }],
});

describe('a document', () => {
  it('has the worst first, and both sides of a trade', () => {
    const smaller = exactly([500, 500], [400, 400], 'image.kernel');
    const slower = exactly([1000, 1000], [1100, 1100]);
    const document = documentOf('deterministic', smaller, slower);
    assert.deepEqual(verdicts(document), ['regression', 'improvement']);
    assert.deepEqual([document.verdict, document.exit], ['regression', 1]);
  });
  it('measures its own false alarms from both sides', () => {
    const { control, metrics } = documentOf('wall', timed(1));
    assert.deepEqual([control?.count, control?.of], [0, 2]);
    assert.deepEqual(metrics[0]?.controls?.map(({ side, n }) => [side, n]), [['base', 10], ['head', 10]]); // prettier-ignore
    assert.equal(metrics[0].pairs?.length, 20);
    assert.ok((metrics[0].seen ?? 0) > 1.01);
  });
  it('believes nothing that was timed where a control fired, and everything that is exact', () => {
    const unfit = documentOf('wall', fired(timed(1.1)), timed(1, 'boot.ready'));
    assert.deepEqual(verdicts(unfit), ['host not fit', 'pass']);
    assert.deepEqual([unfit.verdict, unfit.exit], ['host not fit', 3]);
    const size = { ...exactly([1, 1], [2, 2], 'image.kernel'), unit: 'bytes' } as const;
    assert.equal(documentOf('wall', fired(timed(1.1)), size).verdict, 'regression');
    const often = documentOf('wall', ...['a', 'b', 'c'].map((name) => fired(timed(1, `boot.${name}`))));
    assert.deepEqual(verdicts(often), ['host not fit', 'host not fit', 'host not fit']);
  });
  it('calls nothing a regression that no control stands behind', () => {
    const [metric] = documentOf('wall', timed(1.1, 'boot.vmm', 8)).metrics;
    assert.deepEqual([metric?.verdict, metric?.code], ['inconclusive', 'NO_CONTROL']);
  });
  it('has accepted what a maintainer accepted, and names what has expired', () => {
    const slower = exactly([1000, 1000], [1100, 1100]);
    const about = { scenario: 's', app: 'a', system: 'x', because: 'it pays' };
    const accepted = [
      { ...about, metric: 'boot.guest', base: 1000, head: 1100 },
      { ...about, metric: 'boot.ready', base: 7, head: 8 },
    ];
    const parts = { base: 'b', head: 'h', clock: 'deterministic', notes: [], accepted } as const;
    const document = comparisonDocument({
      ...parts,
      metrics: [slower, exactly([8, 8], [8, 8], 'boot.ready')],
    });
    assert.deepEqual([verdicts(document), document.exit], [['accepted', 'pass'], 0]);
    assert.deepEqual(document.expired, accepted.slice(1));
  });
});

describe('a comparison on disk', () => {
  const document = documentOf('deterministic', exactly([1000, 1000], [1100, 1100]));
  const store = (dir: string, value: object): Promise<void> =>
    writeFile(join(dir, COMPARISON_FILE), sealedJson(value));

  it('is read as it was written, and nothing where there is none', () =>
    inTemp(async (dir) => {
      assert.equal(await readComparison(dir), undefined);
      for (const one of [document, documentOf('wall', timed(1.1), fired(timed(1))), documentOf('wall')]) {
        await store(dir, one);
        assert.deepEqual(await requireComparison(dir), JSON.parse(JSON.stringify(one)));
      }
    }));
  it('is refused when it was changed, or has a number that is none', () =>
    inTemp(async (dir) => {
      const text = sealedJson(document);
      for (const [from, to] of [
        ['"regression"', '"improvement"'],
        ['1100', 'NaN'],
        ['1100', '1e999'],
        ['{', ''],
      ] as const) {
        await writeFile(
          join(dir, COMPARISON_FILE),
          text.replace(from, () => to),
        );
        await failsWith(requireComparison(dir), 'RUN_DAMAGED', 2, /comparison\.json cannot be used/);
      }
      const { format, verdict } = document;
      await writeFile(join(dir, COMPARISON_FILE), JSON.stringify({ format, verdict }));
      await failsWith(requireComparison(dir), 'RUN_UNSEALED', 2);
      assert.ok((await readFile(join(dir, COMPARISON_FILE), 'utf8')).length > 0);
    }));
  it('is refused when it lies, whoever sealed it', () =>
    inTemp(async (dir) => {
      const lies: [object, RegExp][] = [
        [{ exit: 0 }, /exit code is not that of its metrics/],
        [{ verdict: 'pass' }, /verdict is not that of its metrics/],
        [{ metrics: [] }, /verdict is not that of its metrics/],
        [{ failOn: { verdicts: ['pass'] } }, /failOn/],
        [{ surprise: 1 }, /surprise/],
        [{ metrics: [{ ...document.metrics[0], margin: 2 }] }, /margin/],
        [{ metrics: [{ ...document.metrics[0], metric: '../x' }] }, /metric/],
      ];
      for (const [lie, message] of lies) {
        await store(dir, { ...document, ...lie });
        await failsWith(requireComparison(dir), 'RUN_DAMAGED', 2, message);
      }
      await store(dir, { ...document, format: 1 });
      await failsWith(requireComparison(dir), 'FORMAT_UNKNOWN', 2);
    }));
});
