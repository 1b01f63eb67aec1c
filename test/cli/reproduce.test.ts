// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { chooseClaims, loadClaims } from '../../harness/claim/load.js';
import type { ClaimsDocument } from '../../harness/claim/result.js';
import { scenariosFor } from '../../harness/claim/scenarios.js';
import { makePlan } from '../../harness/plan/plan.js';
import type { Plan } from '../../harness/plan/types.js';
import { type RunFolder, createRun } from '../../harness/run/folder.js';
import { benchHere } from '../support/cli-here.js';
import { inTemp } from '../support/temp.js';
import { ANYWHERE, builtinScenarios, builtinSystems } from '../support/builtin.js';

/** What a run is made of. */
interface Made {
  /** Bytes of lupine-hello's kernel; microvm's has 20 MB. */
  bytes?: number;
  change?: Partial<Plan>;
}

const kernelBytes = (stripped: number): Record<string, number> => ({
  'image.kernel_stripped': stripped,
  'image.kernel': stripped * 0.6,
});

/** A finished run of the claim image-size as the command would leave it, made without building anything. */
async function imageSizeRun(dir: string, { bytes = 5e6, change = {} }: Made = {}): Promise<RunFolder> {
  const catalogue = await builtinSystems();
  const claims = chooseClaims(await loadClaims(), ['image-size']);
  const nameFor = (pattern: string, app: string): string => catalogue.nameFor(pattern, app);
  const scenarios = await scenariosFor(claims, 'deterministic', nameFor, (name) =>
    builtinScenarios.load(name),
  );
  // The two that the claim and its figure ask for; each further one is more to draw.
  const measured = scenarios.map((one) => ({
    ...one,
    metrics: one.metrics.filter(({ name }) => name in kernelBytes(bytes)),
  }));
  const plan = makePlan(measured, catalogue, {
    clock: 'deterministic',
    clockReason: 'Chosen by a test.',
    ...ANYWHERE,
  });
  const folder = await createRun(dir, { ...plan, ...change }, new Date(0));
  for (const step of plan.steps) {
    const values = step.system === 'microvm' ? kernelBytes(20e6) : kernelBytes(bytes);
    await folder.writeRecord({ format: 1, step, clock: 'deterministic', host: 'local', values });
  }
  return folder;
}

const claimsOf = async (folder: RunFolder): Promise<string> => readFile(folder.path('claims.csv'), 'utf8');

describe('reproduce', function () {
  this.timeout(120_000);

  it('refuses a claim that nobody knows, with the closest name', async () => {
    const { exitCode, stderr, stdout } = await benchHere(['reproduce', '--claim', 'memori']);
    assert.deepEqual([exitCode, stdout], [2, '']);
    assert.match(stderr, /error CLAIM_UNKNOWN: .*"memori".*\n {2}next: Did you mean "memory"\?/);
  });
  it('refuses a run that is not there', async () => {
    const { exitCode, stderr } = await benchHere(['reproduce', '--run', '/nowhere']);
    assert.equal(exitCode, 2);
    assert.match(stderr, /RUN_MISSING/);
  });
  it('plans every scenario that the claims need, and says so without doing it', async () => {
    const args = ['reproduce', '--dry-run', '--clock', 'deterministic', '--json'];
    const { exitCode, stdout, stderr } = await benchHere(args);
    assert.equal(exitCode, 0, stderr);
    const { plan } = JSON.parse(stdout) as { plan: Plan };
    const needed = (await loadClaims()).flatMap(({ checks }) => checks.map(({ cell }) => cell.scenario));
    assert.deepEqual(new Set(plan.steps.map(({ scenario }) => scenario)), new Set(needed));
    assert.deepEqual(
      plan.reproduce?.claims,
      (await loadClaims()).map(({ id }) => id),
    );
  });
  it('judges an existing run without booting', () =>
    inTemp(async (dir) => {
      const folder = await imageSizeRun(dir);
      const { exitCode, stdout, stderr } = await benchHere([
        'reproduce',
        '--run',
        folder.dir,
        '--claim',
        'image-size',
      ]);
      assert.equal(exitCode, 0, stderr);
      assert.match(stdout, /✓ image-size +at most 0\.27× +4\.00× smaller \(0\.250×\).*holds/);
      assert.match(await claimsOf(folder), /^image-size,.*,0.25,0.25,0.25,1,/m);
    }));
  it('ends with 3 when a claim that can be measured here was not', () =>
    inTemp(async (dir) => {
      const folder = await imageSizeRun(dir);
      const { exitCode, stdout } = await benchHere([
        'reproduce',
        '--run',
        folder.dir,
        '--claim',
        'image-size,memory',
      ]);
      assert.equal(exitCode, 3);
      assert.match(stdout, /… memory .*not measured yet/);
    }));
  it('ends with 0 when a claim does not hold, or can have no number', () =>
    inTemp(async (dir) => {
      const folder = await imageSizeRun(dir, { bytes: 21e6 });
      const { exitCode, stdout } = await benchHere([
        'reproduce',
        '--run',
        folder.dir,
        '--claim',
        'image-size,compat',
      ]);
      assert.equal(exitCode, 0);
      assert.match(stdout, /✗ image-size .*does not hold/);
      assert.match(stdout, /– compat .*cannot be measured here/);
    }));
  it('prints one JSON document', () =>
    inTemp(async (dir) => {
      const folder = await imageSizeRun(dir);
      const { stdout } = await benchHere([
        'reproduce',
        '--run',
        folder.dir,
        '--claim',
        'image-size',
        '--json',
      ]);
      const { claims } = JSON.parse(stdout) as ClaimsDocument;
      assert.deepEqual(
        claims.map(({ id, verdict }) => [id, verdict]),
        [['image-size', 'holds']],
      );
    }));
});

describe('the claims of a run', function () {
  this.timeout(120_000);

  it('are derived again by report when the run was planned for them', () =>
    inTemp(async (dir) => {
      const folder = await imageSizeRun(dir, { change: { reproduce: { claims: ['image-size'] } } });
      const { stderr } = await benchHere(['report', folder.dir]);
      const first = await claimsOf(folder);
      assert.match(first, /^image-size,/m, stderr);
      await rm(folder.path('claims.csv'));
      await rm(folder.path('claims.json'));
      await benchHere(['report', folder.dir]);
      assert.equal(await claimsOf(folder), first);
      await readFile(join(folder.dir, 'report', 'claims.html'));
    }));
  it('are derived again by report when they were asked of it later', () =>
    inTemp(async (dir) => {
      const folder = await imageSizeRun(dir);
      await benchHere(['report', folder.dir]);
      await assert.rejects(claimsOf(folder));
      await benchHere(['reproduce', '--run', folder.dir, '--claim', 'image-size']);
      const first = await claimsOf(folder);
      await benchHere(['report', folder.dir]);
      assert.equal(await claimsOf(folder), first);
      await readFile(join(folder.dir, 'report', 'claims.html'));
    }));
});
