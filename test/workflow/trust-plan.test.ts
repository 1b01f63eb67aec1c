// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../harness/core/errors.js';
import type { Plan } from '../../harness/plan/types.js';
import { RunFolder, createRun } from '../../harness/run/folder.js';
import { rememberPlan } from '../../harness/run/own-plans.js';
import { createEnvironment } from '../../harness/environment/environment.js';
import { namesInputs, requireTrustedPlan } from '../../harness/workflow/trust-plan.js';
import { failsWith } from '../support/errors.js';
import { planOf } from '../support/plan-of.js';
import { inProject } from '../support/project.js';
import { inTemp, withCache } from '../support/temp.js';

const PLAN = planOf({ n: 1, kind: 'boot', scenario: 'boot', system: 'microvm', app: 'hello', boot: 1 });
const FRAGMENT = 'CONFIG_NET=y\n';
const FILE = 'kernels/microvm-net.config';
const DERIVED: Plan = {
  ...PLAN,
  derived: [
    {
      ...{ name: 'microvm-net', title: 'microvm', summary: 'A test.', base: 'microvm', fragment: FILE },
      sha256: createHash('sha256').update(FRAGMENT).digest('hex'),
    },
  ],
};

type Ask = (how?: { trusted?: boolean }) => Promise<void>;

/** Runs a test with a run of such a plan, and the question whether it may be continued. */
async function withRun(plan: Plan, test: (ask: Ask, folder: RunFolder) => Promise<void>): Promise<void> {
  await inTemp((dir) =>
    withCache(join(dir, 'cache'), async () => {
      const folder = await createRun(dir, plan, new Date(0), plan.derived ? { [FILE]: FRAGMENT } : {});
      const environment = await createEnvironment();
      await test(
        ({ trusted = false } = {}) => requireTrustedPlan(new RunFolder(folder.dir), environment, trusted),
        folder,
      );
    }),
  );
}

describe('a run that is continued here', function () {
  this.timeout(30_000);

  it('needs no word when it names nothing that is built', () => withRun(PLAN, (ask) => ask()));

  for (const [what, plan, named] of [
    [
      'a kernel source',
      { ...PLAN, kernelSource: 'http://a/linux.tar#sha256=00' },
      /kernel source: http:\/\/a/,
    ],
    [
      'a source of another version',
      { ...PLAN, kernelSource: { '6.12': '/a/linux' } },
      /kernel source of 6\.12: \/a\/linux/,
    ],
    ['a source in a folder', { ...PLAN, kernelSource: '/a/linux' }, /kernel source: \/a\/linux/],
    [
      'Kconfig options in its folder',
      DERIVED,
      /Kconfig options of microvm-net: kernels\/microvm-net\.config/,
    ],
  ] as const) {
    it(`is refused when it names ${what} and was made elsewhere, unless the user knows it`, () =>
      withRun(plan, async (ask, folder) => {
        await failsWith(ask(), 'PLAN_NAMES_FILES', EXIT.usage, named);
        await ask({ trusted: true });
        await rememberPlan(await folder.planDigest());
        await ask();
      }));
  }

  for (const kernelSource of ['../linux', 'linux.tar', 'file:///a/linux.tar', '~/linux', ''])
    it(`is refused when its source is "${kernelSource}", which is elsewhere for everybody, also when it is trusted`, () =>
      withRun({ ...PLAN, kernelSource }, async (ask, folder) => {
        await rememberPlan(await folder.planDigest());
        for (const trusted of [false, true])
          await failsWith(ask({ trusted }), 'SOURCE_RELATIVE', EXIT.usage, /names the kernel source/);
      }));

  it('is refused when one of its sources is elsewhere for everybody', () =>
    withRun({ ...PLAN, kernelSource: { default: '/a/linux', '6.12': 'linux' } }, async (ask) => {
      await failsWith(
        ask({ trusted: true }),
        'SOURCE_RELATIVE',
        EXIT.usage,
        /names the kernel source linux,/,
      );
    }));

  it('is refused with other options than it was planned with, also when it is trusted', () =>
    withRun(DERIVED, async (ask, folder) => {
      await writeFile(folder.path(FILE), 'CONFIG_INITRAMFS_SOURCE="/etc/shadow"\n');
      const why = /microvm-net\.config cannot be used: it is not the one that the plan was made with/;
      await failsWith(ask({ trusted: true }), 'RUN_DAMAGED', EXIT.usage, why);
      await rm(folder.path(FILE));
      await failsWith(ask({ trusted: true }), 'RUN_DAMAGED', EXIT.usage, /it is missing/);
    }));

  it('may name the source that a system of the own project has', () =>
    inProject(['systems:', '  mine: { base: microvm, source: linux }'], {}, (dir) =>
      withCache(join(dir, 'cache'), async () => {
        const environment = await createEnvironment({ folder: dir });
        const ask = async (kernelSource: string): Promise<void> => {
          const folder = await createRun(join(dir, 'results'), { ...PLAN, kernelSource }, new Date(0));
          await requireTrustedPlan(folder, environment, false);
        };
        await ask(join(dir, 'linux'));
        await failsWith(ask(join(dir, 'other')), 'PLAN_NAMES_FILES', EXIT.usage);
        assert.equal(
          namesInputs({ ...PLAN, kernelSource: join(dir, 'linux') }, environment.catalogue),
          false,
        );
      }),
    ));

  it('is not taken for an own one because somebody left a note', () =>
    withRun(DERIVED, async (ask) => {
      await rememberPlan('0'.repeat(64));
      await failsWith(ask(), 'PLAN_NAMES_FILES', EXIT.usage);
    }));
});
