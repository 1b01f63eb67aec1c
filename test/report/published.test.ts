// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { loadPublished } from '../../harness/claim/load.js';
import { chartRows } from '../../harness/report/chart/rows.js';
import { summaryMarkdown } from '../../harness/report/markdown/summary.js';
import { buildModel } from '../../harness/report/model/build.js';
import { renderTerminalSummary } from '../../harness/report/terminal.js';
import type { RunSummary } from '../../harness/summary/types.js';
import { runOf, same, scenario } from './fixture-parts.js';

const WHY = { boot: 1, code: 'ARTIFACT_NOT_GIVEN', message: 'nobody has said where it is.' };

/** A run in which OSv, Rumprun and another system could not be measured, and HermiTux could. */
function run(): RunSummary {
  const metric = { scenario: 'boot-main', app: 'hello', metric: 'boot.main', title: 'Boot to main' };
  const missing = ['osv', 'rumprun', 'debian-cloud'].map((system) => ({
    system,
    values: [],
    failures: [WHY],
  }));
  const made = [
    { system: 'microvm', values: same(10) },
    { system: 'hermitux', values: same(5) },
  ];
  const cells = [...made, ...missing];
  return runOf(
    'deterministic',
    [scenario('boot-main', 'Boot')],
    [{ ...metric, unit: 'vns', direction: 'lower', cells }],
  );
}

const OSV = 'published (UK, osv-rofs): 4.40 ms, 0.25× of its lupine; several definitions of boot';

describe('a cell that could not be measured', () => {
  it('has beside its reason what others published of it, marked as that, in a terminal', async () => {
    const options = { color: false, width: 120, published: await loadPublished() };
    const text = renderTerminalSummary(run(), options);
    assert.match(text, / {4}osv +could not measure: ARTIFACT_NOT_GIVEN\n {6}published \(UK, osv-rofs\): /);
    assert.ok(text.includes(OSV), text);
    assert.match(text, /published \(UK, rump\): 14\.4 ms, 0\.81× of its lupine/);
    // Neither what was measured nor what nobody published.
    assert.equal(text.match(/published/g)?.length, 2);
    assert.doesNotMatch(renderTerminalSummary(run(), { color: false, width: 120 }), /published/);
  });
  it('has it in Markdown, in the chart and in its tooltip too', async () => {
    const model = buildModel(run(), await loadPublished());
    assert.ok(
      summaryMarkdown(model).replaceAll('\\', '').includes(`could not measure: ARTIFACT_NOT_GIVEN; ${OSV}`),
    );
    const [family] = model.sections[0]?.families ?? [];
    assert.ok(family);
    const row = chartRows(family).find(({ system }) => system === 'osv');
    assert.equal(row?.problem, 'could not measure: ARTIFACT_NOT_GIVEN; published (UK, osv-rofs): 4.40 ms');
    assert.equal(row.length, null);
    assert.ok(row.tip.endsWith(OSV));
  });
});

describe('the rows of a report', () => {
  it('stand in the order in which the systems were named', () => {
    const [first] = buildModel(run()).sections;
    const named = ['microvm', 'hermitux', 'osv', 'rumprun', 'debian-cloud'];
    assert.deepEqual(first?.systems, named);
    assert.deepEqual(
      first.families[0]?.panels[0]?.rows.map(({ system }) => system),
      named,
    );
    const summary = { ...run(), systems: [...run().systems].reverse() };
    assert.deepEqual(buildModel(summary).sections[0]?.systems, named);
  });
});
