// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { EXIT, measureError } from '../../../harness/core/errors.js';
import { failsWith } from '../../support/errors.js';
import { ended } from '../../support/scripted-host.js';
import { type SidedBoot, inTwoStates, noisyHost, systemsFile, timed } from './scripted-gate.js';

/** Sides of boots as letters. */
const order = (boots: readonly SidedBoot[]): string => boots.map(({ side }) => side.charAt(0)).join('');

describe('a gate by the wall clock', function () {
  this.timeout(120_000);

  it('boots both sides in turns in one run, and passes what is the same after the first look', () =>
    inTwoStates(async ({ gate, results }) => {
      const { code, document, boots } = await gate({ boot: noisyHost(0.002) });
      assert.deepEqual([code, document.verdict, document.metrics.length], [EXIT.ok, 'pass', 1]);
      assert.equal(order(boots), 'bhhb'.repeat(5));
      const [metric] = document.metrics;
      assert.deepEqual([metric?.base.n, metric?.head.n], [10, 10]);
      assert.ok(document.control, 'there is a control');
      assert.equal((await readdir(results)).length, 1);
    }));

  it('passes where only the host drifts', () =>
    inTwoStates(async ({ gate }) => {
      const { document } = await gate({ boot: noisyHost(0.002, 1, 0.003) });
      assert.equal(document.verdict, 'pass');
    }));

  it('makes more boots where the first ones do not tell', () =>
    inTwoStates(async ({ gate }) => {
      const { document, boots } = await gate({ boot: noisyHost(0.012) });
      assert.equal(document.verdict, 'pass');
      assert.ok(boots.length > 20 && boots.length <= 80, `${boots.length} boots`);
    }));

  it('is red only when fresh boots show the same', () =>
    inTwoStates(async ({ gate }) => {
      const { code, document, boots } = await gate({ boot: noisyHost(0.002, 1.05) });
      assert.deepEqual([code, document.verdict], [EXIT.regression, 'regression']);
      assert.equal(boots.length, 40, 'ten boots of each side, and ten fresh ones');
      assert.ok(document.metrics[0]?.rules.some(({ rule, held }) => rule.startsWith('fresh boots') && held));
    }));

  it('is not red when fresh boots do not', () =>
    inTwoStates(async ({ gate }) => {
      const steady = noisyHost(0.002);
      const boot = (one: SidedBoot): number =>
        steady(one) * (one.side === 'head' && one.nth <= 10 ? 1.05 : 1);
      const { code, document } = await gate({ boot });
      assert.deepEqual([code, document.verdict], [EXIT.inconclusive, 'inconclusive']);
      assert.equal(document.metrics[0]?.code, 'NOT_CONFIRMED');
    }));

  it('says that the host is not fit where the base differs from itself, whatever the head does', () =>
    inTwoStates(async ({ gate }) => {
      const steady = noisyHost(0.001);
      // The fresh boots are numbered from 41: there the same turns begin anew.
      const turnOf = (nth: number): number => (nth > 10 ? nth - 10 : nth) % 4;
      const jumps = ({ side, nth }: SidedBoot): number =>
        side === 'base' && [2, 3].includes(turnOf(nth)) ? 1.1 : 1;
      const boot = (one: SidedBoot): number => steady(one) * jumps(one) * (one.side === 'head' ? 1.4 : 1);
      const { code, document } = await gate({ boot });
      assert.deepEqual([code, document.verdict], [EXIT.couldNotMeasure, 'host not fit']);
    }));

  it('is inconclusive where its budget of boots ends', () =>
    inTwoStates(async ({ gate }) => {
      const { code, document, boots } = await gate({ boot: noisyHost(0.1), maxBoots: 20 });
      assert.deepEqual([code, document.verdict], [EXIT.inconclusive, 'inconclusive']);
      assert.equal(document.metrics[0]?.code, 'TOO_UNCERTAIN');
      assert.equal(boots.length, 20);
      await failsWith(gate({ boots: 10, maxBoots: 12 }), 'GATE_BUDGET', EXIT.usage);
      await failsWith(gate({ boots: 9 }), 'GATE_BUDGET', EXIT.usage);
    }));

  it('is inconclusive where its minutes end, and goes on with its run', () =>
    inTwoStates(async ({ gate, results }) => {
      const short = await gate({ boot: noisyHost(0.002, 1.05), maxMinutes: 0 });
      assert.deepEqual([short.code, short.boots.length], [EXIT.inconclusive, 0]);
      assert.ok(short.document.notes.some((note) => note.startsWith('The minutes ended')));
      const [run = ''] = await readdir(results);
      const { code, boots } = await gate({ boot: noisyHost(0.002, 1.05), resume: run });
      assert.deepEqual([code, boots.length], [EXIT.regression, 40]);
      assert.equal((await readdir(results)).length, 1);
    }));

  it('says how to go on when it is interrupted, and makes no boot twice', () =>
    inTwoStates(async ({ gate, last, results }) => {
      await assert.rejects(gate({ boot: noisyHost(0.002), stopAt: 8 }), { name: 'AbortError' });
      const [run = ''] = await readdir(results);
      assert.match(last().hint, /gate start --base main --clock wall .*--resume .*start/);
      const before = last().boots.length;
      const { document, boots } = await gate({ boot: noisyHost(0.002), resume: run });
      assert.equal(document.verdict, 'pass');
      // The boot that was interrupted is made again.
      assert.ok(before + boots.length <= 21, `${before} and ${boots.length}`);
      const changed = gate({ resume: run, boots: 20 });
      await failsWith(changed, 'RESUME_CHANGED', EXIT.notComparable, /gate/);
      const other = gate({ resume: run, images: { head: { version: 'c' } } });
      await failsWith(
        other,
        'RESUME_CHANGED',
        EXIT.notComparable,
        /kernel of start\/hello\/mine@working tree/,
      );
    }));

  it('boots nothing that is the same on both sides', () =>
    inTwoStates(async ({ gate, results }) => {
      const { code, document, boots } = await gate({ images: { head: { version: 'a' } } });
      assert.deepEqual([code, boots.length], [EXIT.ok, 0]);
      assert.equal(document.metrics[0]?.code, 'SAME_IMAGE');
      await assert.rejects(readdir(results), 'there is no run');
    }));

  it('cannot measure a base that cannot be built, or a head that does not boot, and waits for neither twice', () =>
    inTwoStates(async ({ gate }) => {
      const before = (): void => {
        throw measureError('KERNEL_BUILD_FAILED', 'no.', 'Look at the log.');
      };
      const unbuilt = await gate({ images: { base: { before } } });
      assert.deepEqual([unbuilt.code, unbuilt.boots.length], [EXIT.couldNotMeasure, 0]);
      assert.match(unbuilt.document.metrics[0]?.reason ?? '', /^The base cannot be built: no\./);
      const dead = await gate({
        boot: ({ side }) => (side === 'head' ? ended('panic', 'BOOT_PANIC') : 1000),
      });
      assert.deepEqual([dead.code, dead.boots.length], [EXIT.couldNotMeasure, 2]);
      assert.equal(dead.document.metrics[0]?.code, 'BOOT_PANIC');
    }));

  it('calls new what the base has not, and compares the rest', () =>
    inTwoStates(async ({ gate, write }) => {
      await write('head', {
        'lupine-bench.yaml': systemsFile('mine', 'other'),
        'scenarios/start.yaml': timed('start', 'mine, other'),
        'scenarios/late.yaml': timed('late'),
      });
      const how = { names: ['start', 'late'], boot: noisyHost(0.002) };
      const { code, document } = await gate(how);
      assert.equal(code, EXIT.ok);
      const verdicts = document.metrics.map(({ scenario, system, verdict }) => [
        scenario,
        system.head,
        verdict,
      ]);
      assert.deepEqual(verdicts.sort(), [
        ['late', 'mine', 'new'],
        ['start', 'mine', 'pass'],
        ['start', 'other', 'new'],
      ]);
      const alone = await gate({ ...how, names: ['late'] });
      assert.deepEqual([alone.code, alone.document.verdict], [EXIT.couldNotMeasure, 'could not measure']);
      const asked = await gate({ ...how, names: ['start'], system: ['mine', 'other'] });
      assert.equal(asked.code, EXIT.ok);
      // Which shard measures a metric is nobody's business who gives it a margin.
      for (const index of [1, 2])
        await gate({ ...how, names: ['start'], margin: ['boot.vmm=2%'], shard: { index, of: 2 } });
    }));

  it('clears nothing by taking it away, and compares no two scenarios', () =>
    inTwoStates(async ({ gate, write }) => {
      const both = { 'lupine-bench.yaml': systemsFile('mine', 'other') };
      await write('head', both);
      await write('base', { ...both, 'scenarios/start.yaml': timed('start', 'mine, other') });
      const gone = await gate({ boot: noisyHost(0.002) });
      assert.equal(gone.code, EXIT.couldNotMeasure);
      await write('base', {
        'scenarios/start.yaml': timed('start').replace('memory_mib: 64', 'memory_mib: 96'),
      });
      const other = await gate();
      assert.deepEqual([other.code, other.boots.length], [EXIT.notComparable, 0]);
      assert.match(other.document.metrics[0]?.reason ?? '', /"memory" \(96 MiB, 64 MiB\)/);
    }));
});

describe('a gate that is planned only', function () {
  this.timeout(120_000);

  it('says how many boots, and that no variance is stored; then what each look would show', () =>
    inTwoStates(async ({ gate }) => {
      const blank = await gate({ dryRun: true, json: false });
      assert.deepEqual([blank.code, blank.boots.length], [EXIT.ok, 0]);
      assert.match(blank.text, /start of hello on mine: 10 to 80 boots of each side/);
      assert.match(blank.text, /boot\.vmm: no variance is stored yet/);
      await gate({ boot: noisyHost(0.01), maxBoots: 20 });
      const { text } = await gate({ dryRun: true, json: false });
      assert.match(
        text,
        /boot\.vmm: seen four times of five: \d+(\.\d+)? % worse by 10 boots, .* by 40 boots of each side/,
      );
    }));
  it('plans nothing for a shard of which only the base has something', () =>
    inTwoStates(async ({ gate, write }) => {
      const both = { 'lupine-bench.yaml': systemsFile('mine', 'other') };
      await write('head', both);
      await write('base', { ...both, 'scenarios/start.yaml': timed('start', 'mine, other') });
      const { code, text } = await gate({ dryRun: true, json: false, shard: { index: 2, of: 2 } });
      assert.equal(code, EXIT.ok);
      assert.match(text, /start of hello on other: 0 boots of each side/);
    }));
  it('says that the deterministic clock is exact, and has no budget', () =>
    inTwoStates(async ({ gate, write }) => {
      const clock = 'deterministic' as const;
      await write('head', { 'scenarios/start.yaml': timed('start').replace('boot.vmm', 'boot.guest') });
      await write('base', { 'scenarios/start.yaml': timed('start').replace('boot.vmm', 'boot.guest') });
      const { text } = await gate({ clock, dryRun: true, json: false });
      assert.match(
        text,
        /mine: 2 boots of each side\n {4}boot\.guest: exact, every change from 0\.1 % on is seen/,
      );
      await failsWith(gate({ clock, maxBoots: 20 }), 'GATE_BUDGET', EXIT.usage);
    }));
});
