// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ComparisonDocument } from '../../../harness/gate/types.js';
import { type Ended, benchHere } from '../../support/cli-here.js';
import { guestReport } from '../../support/report.js';
import { scriptedHost } from '../../support/scripted-host.js';
import { withScriptedRun } from '../../support/scripted-run.js';

type Bench = (...args: string[]) => Promise<Ended>;

/** A run in which lupine-hello takes longer to boot than microvm, in a project of these lines. */
async function inRun(test: (bench: Bench, dir: string) => Promise<void>, project = ''): Promise<void> {
  await withScriptedRun({ boots: 2 }, async ({ folder, make }) => {
    const host = scriptedHost(({ cmdline }) => {
      const pid1 = cmdline.includes('microvm') ? 10_000n : 10_100n;
      return { report: { ...guestReport([]), tsc: { pid1, ready: pid1 + 20n, frame: pid1 + 30n } } };
    });
    await make({ host });
    const dir = join(folder.dir, '..', '..');
    await writeFile(join(dir, 'lupine-bench.yaml'), `results: results\n${project}`);
    await test((...args) => benchHere(args, {}, dir), dir);
  });
}

/** The sides in the order in which the second is the worse one. */
async function worseSecond(bench: Bench): Promise<{ compare: Bench; document: ComparisonDocument }> {
  const sides = ['microvm', 'lupine-hello'];
  for (const order of [sides, sides.toReversed()]) {
    const compare: Bench = (...more) =>
      bench('compare', ...order, '--metric', 'boot.guest,boot.ready', ...more);
    const document = JSON.parse((await compare('--json')).stdout) as ComparisonDocument;
    if (document.verdict === 'regression') return { compare, document };
  }
  throw new Error('neither order is a regression');
}

describe('lupine-bench accept', function () {
  this.timeout(120_000);

  it('makes what was red green, with the reason, until the base has it', () =>
    inRun(async (bench, dir) => {
      const { compare, document } = await worseSecond(bench);
      assert.equal(document.exit, 1);
      const wrong = await bench('accept', 'boot.gest', '--because', 'x');
      assert.match(wrong.stderr, /^error METRIC_UNKNOWN: .*\n {2}next: Did you mean "boot\.guest"/m);
      for (const metric of ['boot.guest', 'boot.ready']) {
        const { exitCode, stdout } = await bench('accept', metric, '--because', 'encryption');
        assert.equal(exitCode, 0);
        assert.match(stdout, new RegExp(`^accepted ${metric} of hello on `));
      }
      const file = join(dir, 'lupine-accepted.yaml');
      const text = await readFile(file, 'utf8');
      assert.match(text, /because: encryption/);
      const green = await compare();
      assert.equal(green.exitCode, 0, green.stderr);
      assert.match(
        green.stdout,
        /^pass: .*\n2 metrics: 2 accepted\n[^]*^accepted {2}[^]*Accepted: encryption/m,
      );
      const twice = await bench('accept', 'boot.guest', '--because', 'again');
      assert.match(twice.stderr, /^error NOTHING_TO_ACCEPT: .*it has accepted\./m);
      // As the next base has it, which is another value than the one that is named.
      await writeFile(
        file,
        text.replaceAll(/ base: \d+/g, () => ' base: 1'),
      );
      const red = await compare();
      assert.equal(red.exitCode, 1);
      assert.match(red.stdout.replaceAll(/\s+/g, ' '), /Expired: boot\.guest of hello .* It counts no longer: take it out of lupine-accepted\.yaml\./); // prettier-ignore
      await writeFile(file, 'accepted: 7\n');
      assert.match((await compare()).stderr, /^error YAML_INVALID: lupine-accepted\.yaml:1:1/m);
    }));

  it('fails on what it is told, and takes margins of the project before those of the scenario', () =>
    inRun(async (bench) => {
      const { compare, document } = await worseSecond(bench);
      const guest = document.metrics.find(({ metric }) => metric === 'boot.guest');
      assert.deepEqual([guest?.verdict, guest?.margin, guest?.marginFrom], ['pass', 0.9, 'project']);
      assert.equal((await compare('--fail-on', 'inconclusive')).exitCode, 0);
      assert.equal((await compare('--fail-on', 'boot.guest')).exitCode, 0);
      assert.equal((await compare('--fail-on', 'boot.ready')).exitCode, 1);
      assert.match((await compare('--fail-on', 'none')).stdout, /Exit 0, not 1: --fail-on none/);
      assert.match((await compare('--fail-on', 'boot.gest')).stderr, /^error METRIC_UNKNOWN/m);
      assert.match((await compare('--margin', 'boot.gest=1%')).stderr, /^error METRIC_UNKNOWN/m);
      assert.equal((await compare('--margin', '90%')).exitCode, 0);
      assert.equal((await compare('--margin', 'boot.guest=0%', '--fail-on', 'boot.guest')).exitCode, 1);
    }, 'margins: { boot.guest: 90% }\n'));
});

describe('lupine-bench explain of a metric that was compared', function () {
  this.timeout(120_000);

  it('has its definition and then its verdict, or the verdict of a run alone', () =>
    inRun(async (bench, dir) => {
      assert.doesNotMatch((await bench('explain', 'boot.guest')).stdout, /verdict/);
      const none = await bench('explain', 'boot.guest', '--run', 'results');
      assert.match(none.stderr, /^error COMPARISON_MISSING: /m);
      const { compare } = await worseSecond(bench);
      const both = await bench('explain', 'boot.guest');
      assert.match(both.stdout, /^boot\.guest: [^]*\n {2}verdict +regression/);
      assert.match(both.stdout, /\n {2}again +lupine-bench compare \S+ \S+ --run \S+ --metric boot\.guest/);
      const [, file = ''] = /^comparison: (.*)$/m.exec((await compare()).stdout) ?? [];
      const alone = await bench('explain', 'boot.guest', '--run', file);
      assert.match(alone.stdout, /^\S+ against \S+, deterministic clock \(/);
      assert.match((await bench('explain', 'vns', '--run', file)).stderr, /^error METRIC_UNKNOWN/m);
      const { metrics, text } = JSON.parse((await bench('explain', 'boot.guest', '--json')).stdout) as Record<string, unknown>; // prettier-ignore
      assert.ok(Array.isArray(metrics) && typeof text === 'string');
      await writeFile(join(dir, file), '{}');
      const damaged = await bench('explain', 'boot.guest');
      assert.equal(damaged.exitCode, 0);
      assert.match(damaged.stderr, /warning: (RUN_|FORMAT_)/);
      assert.equal((await bench('explain', 'boot.guest', '--run', file)).exitCode, 2);
      assert.equal((await bench('accept', 'boot.guest', '--because', 'x')).exitCode, 2);
    }));
});
