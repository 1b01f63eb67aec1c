// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT, attemptError } from '../../../harness/core/errors.js';
import { silent } from '../../../harness/core/progress.js';
import { createEnvironment } from '../../../harness/environment/environment.js';
import type { ChosenClock } from '../../../harness/workflow/clock.js';
import { fleetOf } from '../../../harness/workflow/fleet/choose.js';
import { hostsOf } from '../../../harness/workflow/fleet/hosts.js';
import { fleetLine } from '../../../harness/workflow/fleet/line.js';
import { noiseIn } from '../../../harness/workflow/fleet/noise.js';
import { chooseTogether, fleetIdentity } from '../../../harness/workflow/fleet/target.js';
import type { Session } from '../../../harness/workflow/session.js';
import { failsWith } from '../../support/errors.js';
import { writeFiles } from '../../support/project.js';
import { normal, seeded } from '../../support/random.js';
import { scriptedHost } from '../../support/scripted-host.js';
import { withScriptedRun } from '../../support/scripted-run.js';
import { inTemp, withCache } from '../../support/temp.js';

const HOSTS = ['one', 'two', 'three'].map((name) => scriptedHost(undefined, { name }));

/** A session that keeps what it is told. */
function listening(): { session: Session; notes: string[] } {
  const notes: string[] = [];
  const progress = { ...silent, note: (text: string): void => void notes.push(text) };
  const nothing = (): void => undefined;
  const session: Session = {
    ...{ signal: new AbortController().signal, progress, color: false, width: 100, hint: '' },
    ...{ print: nothing, printReport: nothing, printCommands: nothing },
  };
  return { session, notes };
}

describe('hosts of a run', () => {
  it('are named, or chosen by a tag, each once; this machine where none is', () =>
    inTemp((dir) =>
      withCache(dir, async () => {
        const entry = (name: string, tags: string): string =>
          `  - { name: ${name}, address: 127.0.0.1, tags: [${tags}] }\n`;
        await writeFiles(dir, { 'hosts.yaml': `hosts:\n${entry('one', 'kvm')}${entry('two', 'kvm, new')}` });
        const environment = await createEnvironment({ folder: dir });
        const names = (...wanted: string[]): string[] => fleetOf(wanted, environment).map(({ name }) => name);
        assert.deepEqual(names(), ['local']);
        assert.deepEqual(names('tag:kvm'), ['one', 'two']);
        assert.deepEqual(names('two', 'local', 'tag:kvm'), ['two', 'local', 'one']);
        assert.throws(() => names('tag:old'), { code: 'HOST_UNKNOWN', exit: EXIT.usage });
        assert.throws(() => names('tree'), { code: 'HOST_UNKNOWN', exit: EXIT.usage });
      }),
    ));

  it('measure by the wall clock where some can, without those that cannot or do not answer', async () => {
    const { session, notes } = listening();
    const ask = ({ name }: { name: string }): Promise<ChosenClock> => {
      if (name === 'one')
        return Promise.reject(attemptError('SSH_UNREACHED', 'no way there.', 'Look for its cable.'));
      const clock = name === 'two' ? 'deterministic' : 'wall';
      return Promise.resolve({ clock, reason: `as ${name} says.` });
    };
    const chosen = await chooseTogether(HOSTS, ask, session);
    assert.deepEqual([chosen.clock, chosen.reason], ['wall', 'as three says.']);
    assert.deepEqual(chosen.fleet, [{ name: 'three', identity: 'three-scripted' }]);
    assert.deepEqual(notes, ['host one is left out: no way there.', 'host two is left out: as two says.']);
    const nobody = (): Promise<ChosenClock> =>
      Promise.reject(attemptError('SSH_UNREACHED', 'no way there.', 'Look for its cable.'));
    await failsWith(chooseTogether(HOSTS, nobody, session), 'SSH_UNREACHED', EXIT.couldNotMeasure);
  });

  it('have one identity together, whatever their order', () => {
    const [a, b] = [{ name: 'a', identity: 'a-1' }, { name: 'b', identity: 'b-2' }]; // prettier-ignore
    assert.equal(fleetIdentity([a, b]), fleetIdentity([b, a]));
    assert.notEqual(fleetIdentity([a, b]), fleetIdentity([a]));
  });

  it('go on without one that no inventory has any more, and not without any', () =>
    withScriptedRun({ hosts: ['one', 'gone'] }, async ({ plan }) => {
      const environment = await createEnvironment({ hosts: HOSTS });
      const { session, notes } = listening();
      const { fleet } = hostsOf(plan, {}, {}, environment, session);
      assert.deepEqual([fleet?.hosts.map(({ name }) => name), notes.length], [['one'], 1]);
      const none = { ...plan, hosts: ['gone', 'lost'] };
      assert.throws(() => hostsOf(none, {}, {}, environment, session), { code: 'HOST_UNKNOWN' });
    }));

  it('are quiet, or not, by what their own boots say of each other', () =>
    withScriptedRun({ clock: 'wall', boots: 20 }, async ({ plan, make, records }) => {
      for (const [what, jump, noisy] of [
        ['steady', 1, false],
        ['jumping', 1.1, true],
      ] as const) {
        // prettier-ignore
        const random = seeded(3);
        const script = (_request: unknown, n: number) => {
          // Two systems take turns; the second and third boot of four jump.
          const boot = Math.ceil(n / 2);
          const factor = [2, 3].includes(boot % 4) ? jump : 1;
          return { vmmNs: Math.round(1_000_000 * factor * Math.exp(0.001 * normal(random))) };
        };
        await make({ host: scriptedHost(script) });
        const made = [...(await records()).values()].map((record) => ({
          ...record,
          values: { 'boot.vmm': script(undefined, record.step.n).vmmNs },
        }));
        const said = noiseIn(plan, made);
        assert.equal(said !== undefined, noisy, `${what}: ${said ?? 'quiet'}`);
      }
    }));

  it('are shown in a line that begins with what matters', () => {
    const line = fleetLine({
      hosts: [
        { name: 'one', is: 'measuring', made: 3 },
        { name: 'two', is: 'out', made: 0, why: 'SSH_LOST: gone' },
      ],
      ...{
        queue: { waiting: 7, active: 1, done: 3, over: 0 },
        steps: { done: 3, total: 11 },
        expectedSeconds: 9,
      },
    });
    assert.equal(line, '3/11 on 1 of 2 hosts, out: two, 7 waiting');
  });
});
