// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { Conditions } from '../../harness/metric/conditions.js';
import { chartRows } from '../../harness/report/chart/rows.js';
import { summaryMarkdown } from '../../harness/report/markdown/summary.js';
import { buildModel } from '../../harness/report/model/build.js';
import { conditionNotes } from '../../harness/report/model/conditions.js';
import { renderTerminalSummary } from '../../harness/report/terminal.js';
import type { RunSummary } from '../../harness/summary/types.js';
import { runOf, same, scenario } from './fixture-parts.js';

const BOOT = {
  ...({ scenario: 'boot', app: 'hello', metric: 'boot.main', title: 'Boot', unit: 'vns' } as const),
  direction: 'lower',
} as const;

const CONDITIONS: Record<string, Conditions> = {
  microvm: { machine: 'microvm', mitigations: 'on' },
  'lupine-hello': { machine: 'microvm', mitigations: 'off' },
  osv: { machine: 'pc', mitigations: 'off' },
};

/** A boot of three systems, of which osv needs another machine. */
function machines(reason?: string): RunSummary {
  const cells = ['microvm', 'lupine-hello', 'osv'].map((system, index) => ({
    system,
    values: same(30e6 - index * 5e6),
  }));
  const waivers = reason === undefined ? [] : [{ setting: 'machine', systems: ['osv'], reason }];
  const run = runOf('deterministic', [{ ...scenario('boot', 'Boot time'), waivers }], [{ ...BOOT, cells }]);
  return { ...run, cells: run.cells.map((cell) => ({ ...cell, conditions: CONDITIONS[cell.system] ?? {} })) };
}

const texts = (run: RunSummary): string[] => [
  summaryMarkdown(buildModel(run)),
  renderTerminalSummary(run, { color: false, width: 200 }),
];

describe('a report of systems that were not measured alike', () => {
  it('has the value and the reason, but no ratio and no bar', () => {
    const [family] = buildModel(machines()).sections[0]?.families ?? [];
    assert.ok(family !== undefined);
    const row = family.panels[0]?.rows[2];
    assert.deepEqual([row?.value?.median, row?.ratio], [20e6, undefined]);
    const bar = chartRows(family)[2];
    assert.deepEqual(
      [bar?.length, bar?.problem],
      [null, '20.0 M vns, not compared: machine type pc, not microvm'],
    );
    for (const text of texts(machines())) {
      assert.match(text, /machine type pc, not microvm/);
      assert.match(
        text,
        /Not compared, because it was not measured alike: machine type pc \(osv\), microvm \(microvm\)\./,
      );
    }
  });
  it('says of the baseline how often it was booted where its value is compared with none', () => {
    const cells = [
      { system: 'microvm', values: same(30e6) },
      { system: 'osv', values: same(20e6).slice(0, 1) },
    ];
    const run = runOf('deterministic', [scenario('boot', 'Boot time')], [{ ...BOOT, cells }]);
    const told = run.cells.map((cell) => ({ ...cell, conditions: CONDITIONS[cell.system] ?? {} }));
    const { sections } = buildModel({ ...run, cells: told });
    const panel = sections[0]?.families[0]?.panels[0];
    assert.deepEqual(
      [panel?.interval, panel?.rows.map(({ remark }) => remark)],
      ['one boot', ['identical in 3 boots', 'not compared: machine type pc, not microvm']],
    );
  });
  it('has a panel of its own for another machine type where the baseline was booted on it too', () => {
    const run = machines();
    const [microvm] = run.cells;
    assert.ok(microvm !== undefined);
    const onPc = { ...microvm, system: 'microvm+pc', conditions: { machine: 'pc', mitigations: 'on' } };
    const model = buildModel({ ...run, cells: [...run.cells, onPc] });
    const panels = model.sections[0]?.families.flatMap((family) => family.panels) ?? [];
    assert.deepEqual(
      panels.map(({ title, reference, rows }) => [
        title,
        reference,
        rows.map(({ system, ratio }) => [system, ratio?.value]),
      ]),
      [
        [
          'Boot',
          'microvm',
          [
            ['microvm', 1],
            ['lupine-hello', 25 / 30],
          ],
        ],
        [
          'Boot, machine type pc',
          'microvm+pc',
          [
            ['osv', 20 / 30],
            ['microvm+pc', 1],
          ],
        ],
      ],
    );
    assert.doesNotMatch(summaryMarkdown(model), /Not compared/);
  });
  it('names what differs without misleading, once for all systems of which it is true', () => {
    for (const text of texts(machines())) {
      assert.match(text, /Not alike: mitigations off \(lupine-hello and osv\), on \(microvm\)\./);
    }
  });
  it('says what the baseline is once, behind all that others are instead', () => {
    const run = machines();
    const cells = run.cells.map((cell) => ({
      ...cell,
      conditions: { machine: 'microvm', mitigations: cell.system },
    }));
    for (const text of texts({ ...run, cells })) {
      assert.match(
        text,
        /Not alike: mitigations lupine-hello \(lupine-hello\), osv \(osv\), microvm \(microvm\)\./,
      );
    }
  });
  it('compares by a waiver, with its reason', () => {
    const run = machines('It boots on nothing else');
    const panels = buildModel(run).sections[0]?.families.flatMap((family) => family.panels) ?? [];
    assert.equal(panels[0]?.rows[2]?.ratio?.value, 20 / 30);
    for (const text of texts(run)) {
      assert.match(
        text,
        /Compared although .* machine type pc \(osv\), microvm \(microvm\): It boots on nothing else\./,
      );
    }
    assert.equal(conditionNotes(panels).length, 2);
  });
  it('says of what a system can never do that it is not supported, why, and who says so', () => {
    const run = machines();
    const unsupported = { reason: 'it has no fork', source: 'its manual' };
    const cells = run.cells.map(({ summary, ...cell }) =>
      cell.system === 'osv' ? { ...cell, values: [], unsupported } : { ...cell, ...(summary && { summary }) },
    );
    const [markdown = '', terminal = ''] = texts({ ...run, cells });
    assert.match(markdown, /not supported: it has no fork \(its manual\)/);
    assert.match(terminal, /osv +not supported: it has no fork/);
    for (const text of [markdown, terminal]) assert.doesNotMatch(text, /could not measure/);
  });
});
