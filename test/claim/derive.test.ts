// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { judgeClaims } from '../../harness/claim/derive.js';
import { loadClaims } from '../../harness/claim/load.js';
import type { CheckResult, ClaimResult, ClaimsDocument } from '../../harness/claim/result.js';
import { claimsMarkdown } from '../../harness/report/claims/markdown.js';
import { claimsPage } from '../../harness/report/claims/page.js';
import { renderTerminalClaims } from '../../harness/report/claims/terminal.js';
import type { RunSummary } from '../../harness/summary/types.js';
import { METRICS, claimsRun, nameFor } from './fixture.js';

async function judge(run: RunSummary): Promise<ClaimsDocument> {
  return judgeClaims(run, await loadClaims(), { sources: [], compatibility: [] }, nameFor);
}

async function claim(id: string, run = claimsRun()): Promise<ClaimResult> {
  const found = (await judge(run)).claims.find((one) => one.id === id);
  assert.ok(found, id);
  return found;
}

async function firstCheck(id: string): Promise<CheckResult> {
  const [first] = (await claim(id)).checks;
  assert.ok(first);
  return first;
}

/** The fixture with one cell changed. */
function changed(metric: string, system: string, change: Partial<RunSummary['cells'][number]>): RunSummary {
  const run = claimsRun();
  const cells = run.cells.map((cell) =>
    cell.metric === metric && cell.system === system ? { ...cell, ...change } : cell,
  );
  return { ...run, cells };
}

describe('claims judged by a run', () => {
  it('say which times are of an emulated host, also for a reader', async () => {
    assert.equal((await judge(claimsRun())).emulated, undefined);
    const on = (metric: string): RunSummary => {
      const run = claimsRun();
      const mark = { host: 'rack', emulated: true };
      return {
        ...run,
        cells: run.cells.map((cell) => (cell.metric === metric ? { ...cell, ...mark } : cell)),
      };
    };
    assert.equal((await judge(on('image.kernel'))).emulated, undefined);
    const document = await judge(on('boot.guest'));
    assert.deepEqual(document.emulated, ['rack']);
    const texts = [
      renderTerminalClaims(document, { color: false, width: 100 }),
      claimsMarkdown(document, []),
      await claimsPage(document, [], []),
    ];
    for (const text of texts) assert.match(text, /Not a measurement: the processor of host rack/);
  });
  it('are all there, each with a verdict', async () => {
    const { claims } = await judge(claimsRun());
    assert.equal(claims.length, (await loadClaims()).length);
    assert.deepEqual(
      claims.filter(({ inconclusive }) => inconclusive).map(({ id }) => id),
      [],
    );
  });
  it('have our ratio, its boots and both values', async () => {
    const check = await firstCheck('boot-time');
    assert.deepEqual(check.names, { system: 'lupine-hello', baseline: 'microvm' });
    assert.deepEqual(
      [check.ours?.value, check.ours?.low, check.ours?.high, check.ours?.n, check.ours?.unit],
      [0.1, 0.1, 0.1, 3, 'vns'],
    );
    assert.deepEqual([check.ours?.system, check.ours?.baseline], [40e6, 400e6]);
  });
  it('take the kernel of another app by its name', async () => {
    const check = await firstCheck('kml-fades');
    assert.equal(check.names.system, 'lupine-redis+kml');
  });
  it('count a difference in options', async () => {
    const { checks, verdict, because } = await claim('options');
    assert.equal(checks[0]?.ours?.value, 66);
    assert.equal(checks[0].verdict, 'does not hold');
    assert.equal(verdict, 'not measured yet');
    assert.match(because, /it needs 4 of them/);
  });
  it('name the missing systems of a part that does not decide', async () => {
    const { verdict, missing } = await claim('image-size');
    assert.equal(verdict, 'holds');
    assert.match(missing[0]?.needs ?? '', /rumprun, osv/);
  });
  it('say why nothing can be measured, without being inconclusive', async () => {
    const { verdict, because, inconclusive } = await claim('compat');
    assert.deepEqual([verdict, inconclusive], ['cannot be measured here', false]);
    assert.match(because, /published fact/);
  });
  it('say what differs in words that fit the clock', async () => {
    const { reasons } = await claim('syscall-kml');
    assert.deepEqual(
      reasons.map(({ id }) => id),
      ['kernel', 'program', 'crossing'],
    );
    assert.match(reasons[2]?.text ?? '', /invisible to the deterministic clock/);
  });
  it('take the worst of several checks', async () => {
    const { verdict } = await claim(
      'throughput',
      changed('throughput.get', 'lupine-redis', { values: [19e3, 19e3, 19e3] }),
    );
    assert.equal(verdict, 'does not hold');
  });
});

describe('claims without a number', () => {
  it('carry the code of the failed boot, whatever the other boots gave', async () => {
    const failures = [{ boot: 2, code: 'GUEST_PANIC', message: 'Kernel panic.' }];
    const { verdict, checks, inconclusive } = await claim(
      'boot-time',
      changed('boot.guest', 'microvm', { failures }),
    );
    assert.deepEqual(
      [verdict, checks[0]?.obstacle?.code, inconclusive],
      ['cannot be measured here', 'GUEST_PANIC', true],
    );
  });
  it('say that the run has nothing of it', async () => {
    const run = claimsRun(METRICS.filter(({ scenario }) => scenario !== 'boot'));
    const { verdict, checks, inconclusive } = await claim('boot-time', run);
    assert.deepEqual(
      [verdict, checks[0]?.obstacle?.code, inconclusive],
      ['not measured yet', 'NOT_IN_RUN', true],
    );
  });
  it('say that boots are still to be made', async () => {
    const run = changed('boot.guest', 'microvm', { values: [] });
    const { checks } = await claim('boot-time', { ...run, complete: false });
    assert.equal(checks[0]?.obstacle?.code, 'NOT_YET_RUN');
  });
  it('do not rest on a range of a few boots of the wall clock', async () => {
    const run = claimsRun();
    const wall = run.cells.map((cell) => ({ ...cell, clock: 'wall' as const }));
    const cells = wall.map((cell) =>
      cell.metric === 'boot.guest' ? { ...cell, unit: 'ns' as const } : cell,
    );
    const document = await judge({ ...run, clock: 'wall', cells });
    const code = (id: string): string | undefined =>
      document.claims.find((one) => one.id === id)?.checks[0]?.obstacle?.code;
    assert.equal(code('boot-time'), 'TOO_FEW_BOOTS');
    // A size does not vary from boot to boot.
    assert.equal(code('image-size'), undefined);
  });
});
