// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { EXIT, measureError } from '../../harness/core/errors.js';
import { silent } from '../../harness/core/progress.js';
import { createEnvironment } from '../../harness/environment/environment.js';
import { PROBE_LIMIT_MS } from '../../harness/vmm/kvm-probe.js';
import { LINUX_LIMIT_MS } from '../../harness/workflow/prove-kvm.js';
import type { Session } from '../../harness/workflow/session.js';
import { type PlanTarget, type TargetWishes, planTarget } from '../../harness/workflow/target.js';
import { builtinScenarios } from '../support/builtin.js';
import { failsWith } from '../support/errors.js';
import { type Script, type ScriptedParts, ended, scriptedHost } from '../support/scripted-host.js';
import { type ScriptedImagesParts, scriptedImages } from '../support/scripted-images.js';
import { inTemp, withCache } from '../support/temp.js';

const session: Session = {
  ...{ signal: new AbortController().signal, progress: silent, color: false, width: 100 },
  ...{ print: () => undefined, printReport: () => undefined, printCommands: () => undefined, hint: '' },
};

type Choose = (wishes?: Partial<TargetWishes>) => Promise<PlanTarget>;
type Host = ReturnType<typeof scriptedHost>;

/** Runs a test where boots are made by a script and nothing is remembered. */
async function where(
  { script, images, ...parts }: ScriptedParts & { script?: Script; images?: ScriptedImagesParts },
  test: (choose: Choose, host: Host) => Promise<void>,
): Promise<void> {
  const host = scriptedHost(script, parts);
  const environment = {
    ...(await createEnvironment({ hosts: [host] })),
    images: () => scriptedImages(images),
  };
  const scenarios = [await builtinScenarios.load('boot')];
  const system = ['lupine-hello', 'microvm'];
  await inTemp((dir) =>
    withCache(join(dir, 'cache'), () =>
      test((wishes = {}) => planTarget({ scenarios, system, ...wishes }, environment, session), host),
    ),
  );
}

const refusal = { kvm: false, kvmReason: 'there is none.' };
const broken: Script = () => ended('vmm-failed', 'KVM_FAILED');

describe('the target of a run', () => {
  it('is the deterministic clock where KVM runs nothing, and no kernel is tried', () =>
    where({ kvm: refusal }, async (choose, host) => {
      const { clock, clockReason, host: where } = await choose();
      assert.deepEqual(
        [clock, clockReason, where],
        ['deterministic', 'KVM is not used: there is none.', 'any'],
      );
      assert.equal(host.requests.length, 0);
    }));

  it('is the deterministic clock on a host that is counted, which is made only for a plan that it can have', async () => {
    let prepared = 0;
    const host = {
      ...scriptedHost(),
      counts: 'kvm-host' as const,
      prepare: () => Promise.resolve(void (prepared += 1)),
    };
    const environment = await createEnvironment({ hosts: [host] });
    const target = async (name: string, wishes: Partial<TargetWishes> = {}): Promise<PlanTarget> =>
      await planTarget({ scenarios: [await builtinScenarios.load(name)], ...wishes }, environment, session);
    const { clock, counted, host: identity } = await target('boot-kvm');
    assert.deepEqual([clock, counted, identity], ['deterministic', 'kvm-host', 'local-scripted']);
    assert.equal(prepared, 1);
    assert.equal((await target('boot-kvm', { dryRun: true })).host, 'any');
    assert.equal((await target('boot')).host, 'any');
    assert.equal(prepared, 1);
    await failsWith(target('boot-kvm', { clock: 'wall' }), 'CLOCK_COUNTED_HOST', EXIT.usage);
  });

  it('is the wall clock where no system of the run is a Linux that could prove KVM', () =>
    where({}, async (choose, host) => {
      const { clock, clockReason } = await choose({ system: ['hermitux'], clock: 'wall' });
      assert.equal(clock, 'wall');
      assert.match(clockReason, /no system of the run is a Linux/);
      assert.equal(host.requests.length, 0);
    }));

  it('is the deterministic one there, where no clock was asked for, in a plan too', () =>
    where({}, async (choose) => {
      for (const dryRun of [false, true]) {
        const { clock, clockReason } = await choose({ system: ['osv'], dryRun });
        assert.equal(clock, 'deterministic');
        assert.match(
          clockReason,
          /^KVM is not used: a tiny guest runs under it, but no system .*--clock wall/,
        );
      }
    }));

  it('is refused where the wall clock was asked for and KVM runs nothing', () =>
    where({ kvm: refusal }, (choose) =>
      failsWith(choose({ clock: 'wall' }), 'KVM_UNUSABLE', EXIT.couldNotMeasure, /There is none\./),
    ));

  it('is the wall clock once a kernel of the run has booted, which is tried once', () =>
    where({}, async (choose, host) => {
      for (let time = 1; time <= 2; time += 1) {
        const { clock, clockReason, host: where } = await choose();
        assert.deepEqual([clock, where], ['wall', 'local-scripted']);
        assert.equal(clockReason, 'The kernel of lupine-hello booted and ended under KVM.');
      }
      const [request, ...others] = host.requests;
      assert.deepEqual([request?.clock, request?.timeoutMs, others], ['wall', LINUX_LIMIT_MS, []]);
    }));

  it('is the wall clock of an emulated host only for who asks for it', () =>
    where({ kvm: { kvm: true, kvmReason: 'it is slow.', emulated: true } }, async (choose, host) => {
      assert.equal((await choose()).clock, 'deterministic');
      assert.equal(host.requests.length, 0);
      assert.equal((await choose({ clock: 'wall' })).clock, 'wall');
      assert.ok((host.requests[0]?.timeoutMs ?? 0) > LINUX_LIMIT_MS);
    }));

  it('is found within 15 s on the worst of machines', () => {
    assert.ok(PROBE_LIMIT_MS + LINUX_LIMIT_MS <= 15_000);
  });

  it('is the deterministic clock where a tiny guest runs and Linux does not, which is remembered', () =>
    where({ script: broken }, async (choose, host) => {
      for (let time = 1; time <= 2; time += 1) {
        const { clock, clockReason } = await choose();
        assert.equal(clock, 'deterministic');
        assert.match(
          clockReason,
          /^KVM is not used: .*kernel of lupine-hello does not: it ended in KVM_FAILED/,
        );
      }
      await failsWith(choose({ clock: 'wall' }), 'KVM_UNUSABLE', EXIT.couldNotMeasure, /lupine-hello/);
      assert.equal(host.requests.length, 1);
    }));

  it('is asked again where something else ended the first try', () =>
    where(
      { script: (_request, n) => (n === 1 ? { ...ended('vmm-failed', 'VMM_FAILED'), killed: true } : {}) },
      async (choose) => {
        assert.equal((await choose()).clock, 'deterministic');
        assert.equal((await choose()).clock, 'wall');
      },
    ));

  it('takes another kernel where the first cannot be made, and says why where none can', async () => {
    const lacking = (which: RegExp): ScriptedImagesParts => ({
      before: (system) => {
        if (which.test(system)) throw measureError('KERNEL_BUILD', `no ${system}.`, 'Look at the log.');
      },
    });
    await where({ images: lacking(/hello/) }, async (choose) => {
      assert.match((await choose()).clockReason, /kernel of microvm booted/);
    });
    await where({ images: lacking(/./) }, (choose) =>
      failsWith(choose(), 'KERNEL_BUILD', EXIT.couldNotMeasure),
    );
  });

  it('boots nothing for a dry run', () =>
    where({ script: broken }, async (choose, host) => {
      const { clock, clockReason } = await choose({ dryRun: true });
      assert.equal(clock, 'wall');
      assert.match(clockReason, /the first kernel has to boot under it too/);
      assert.equal(host.requests.length, 0);
    }));

  it('needs no compiler unless the wall clock was asked for', () =>
    where({ kvm: measureError('PROBE_GUEST', 'gcc is not there.', 'Install gcc.') }, async (choose) => {
      const { clock, clockReason } = await choose();
      assert.deepEqual(
        [clock, clockReason],
        ['deterministic', 'KVM is not used: it cannot be asked here: gcc is not there.'],
      );
      await failsWith(choose({ clock: 'wall' }), 'PROBE_GUEST', EXIT.couldNotMeasure);
    }));
});
