// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { makePlan } from '../../harness/plan/plan.js';
import { withDerived } from '../../harness/plan/derived.js';
import { createRun } from '../../harness/run/folder.js';
import type { ClaimsDocument } from '../../harness/claim/result.js';
import { EXIT } from '../../harness/core/errors.js';
import { ABLATION } from '../ablation/fixture.js';
import { ANYWHERE, builtinScenarios, builtinSystems } from '../support/builtin.js';
import { benchHere } from '../support/cli-here.js';
import { inTemp } from '../support/temp.js';

const FRAGMENT = 'CONFIG_CRYPTO=y\n';

/** A system that only its run knows, as `ablate` makes one for each category. */
const DERIVED = {
  name: 'lupine-general+crypto',
  title: 'Lupine general and cryptography',
  summary: 'A system of a test.',
  base: 'lupine-general',
  fragment: 'kernels/lupine-general+crypto.config',
  sha256: createHash('sha256').update(FRAGMENT).digest('hex'),
};
const SYSTEMS = ['microvm', 'lupine-hello', 'lupine-general', DERIVED.name];

/** A finished run of `ablate` that has what the claim image-size needs, made without building anything. */
async function ablationRun(dir: string): Promise<string> {
  const catalogue = withDerived(await builtinSystems(), [DERIVED], () => '/nowhere');
  const scenario = await builtinScenarios.load('image-size');
  const plan = makePlan([{ ...scenario, apps: ['hello'], systems: SYSTEMS }], catalogue, {
    ...{ clock: 'deterministic', clockReason: 'Chosen by a test.' },
    ...ANYWHERE,
  });
  const [kernel] = ABLATION.kernels;
  const ablation = {
    ...ABLATION,
    ...{ from: 'lupine-general', to: 'microvm' },
    measures: [{ scenario: 'image-size', app: 'hello', metric: 'image.kernel' }],
    kernels: kernel === undefined ? [] : [{ ...kernel, category: 'crypto', system: DERIVED.name }],
  };
  const folder = await createRun(dir, { ...plan, derived: [DERIVED], ablation }, new Date(0), {
    [DERIVED.fragment]: FRAGMENT,
  });
  for (const step of plan.steps) {
    const bytes = step.system === 'microvm' ? 20e6 : 5e6;
    const names = plan.scenarios[0]?.metrics.map(({ name }) => name) ?? [];
    const values = Object.fromEntries(names.map((name) => [name, bytes]));
    await folder.writeRecord({ format: 1, step, clock: 'deterministic', host: 'local', values });
  }
  return folder.dir;
}

describe('a run of ablate', function () {
  this.timeout(60_000);

  it('can be judged by a claim of the paper, its own systems included', () =>
    inTemp(async (dir) => {
      const run = await ablationRun(dir);
      const args = ['reproduce', '--run', run, '--claim', 'image-size', '--json'];
      const { exitCode, stdout, stderr } = await benchHere(args);
      assert.equal(exitCode, EXIT.ok, stderr);
      const { claims } = JSON.parse(stdout) as ClaimsDocument;
      assert.deepEqual(
        claims.map(({ id, verdict }) => [id, verdict]),
        [['image-size', 'holds']],
      );
      const shown = await benchHere(['report', run]);
      assert.equal(shown.exitCode, EXIT.ok, shown.stderr);
    }));
});
