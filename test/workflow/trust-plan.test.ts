// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { EXIT } from '../../harness/core/errors.js';
import { sealedJson } from '../../harness/core/seal.js';
import { RunFolder } from '../../harness/run/folder.js';
import { rememberPlan } from '../../harness/run/own-plans.js';
import { namesInputs, requireTrustedPlan } from '../../harness/workflow/trust-plan.js';
import { builtinSystems } from '../support/builtin.js';
import { failsWith } from '../support/errors.js';
import { withScriptedRun } from '../support/scripted-run.js';

/** Runs a test with a run whose plan names a kernel source of its own. */
const withForeignSource = (test: (folder: RunFolder) => Promise<void>): Promise<void> =>
  withScriptedRun({ boots: 1 }, async ({ folder }) => {
    const path = folder.path('plan.json');
    const { digest: _old, ...plan } = JSON.parse(await readFile(path, 'utf8')) as { digest: string };
    await writeFile(path, sealedJson({ ...plan, kernelSource: '/tmp/evil/linux' }));
    await test(new RunFolder(folder.dir));
  });

describe('a plan that names a kernel source', () => {
  it('is not built from unless the user agrees', () =>
    withForeignSource(async (folder) => {
      const environment = { catalogue: await builtinSystems() };
      assert.ok(namesInputs(await folder.plan(), environment.catalogue));
      await failsWith(
        () => requireTrustedPlan(folder, environment, false),
        'PLAN_NAMES_FILES',
        EXIT.usage,
        /kernel source: \/tmp\/evil\/linux/,
      );
      await requireTrustedPlan(folder, environment, true);
    }));

  it('is the own one of who made it here', () =>
    withForeignSource(async (folder) => {
      await rememberPlan(await folder.planDigest());
      await requireTrustedPlan(folder, { catalogue: await builtinSystems() }, false);
    }));
});
