// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, rename, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type AloneOptions, aloneOn } from '../../../harness/host/remote/alone.js';
import type { RemoteMachine } from '../../../harness/host/remote/machine.js';
import { makeState } from '../../../harness/host/remote/state.js';
import { shellHere } from '../../../harness/remote/here.js';
import type { TuningOutcome } from '../../../harness/remote/tuning/types.js';
import { failsWith } from '../../support/errors.js';
import { type FakeSysfs, fakeSysfs } from '../../support/fake-sysfs.js';
import { inTemp } from '../../support/temp.js';

describe('a host that one alone measures on', () => {
  const onHost = async (
    test: (rig: {
      tree: FakeSysfs;
      alone: (
        options: AloneOptions,
        work: (tuning: readonly TuningOutcome[]) => Promise<unknown>,
        waitMs?: number,
      ) => Promise<unknown>;
      notes: string[];
    }) => Promise<void>,
  ): Promise<void> =>
    await inTemp(async (dir) => {
      const tree = await fakeSysfs(dir);
      const shell = shellHere('rack', { env: { PATH: `${tree.env['PATH'] ?? ''}:/usr/bin:/bin` } });
      const machine = { shell, state: await makeState(shell, join(dir, 'state')) } as RemoteMachine;
      const notes: string[] = [];
      const { signal } = new AbortController();
      await test({
        ...{ tree, notes },
        alone: async (options, work, waitMs) =>
          await aloneOn(
            machine,
            { root: tree.root, ...options },
            { signal, waitMs, note: (text) => void notes.push(text) },
            async (_, tuning) => await work(tuning),
          ),
      });
    });

  it('is set as its entry says, which the work is told, and is afterwards what it was', () =>
    onHost(async ({ tree, alone, notes }) => {
      const before = await tree.values();
      await alone({ tuning: { governor: 'performance', ksm: false } }, async (tuning) => {
        assert.deepEqual(
          tuning.map(({ what, state, now }) => [what, state, ...now]),
          [
            ['governor', 'set', 'performance'],
            ['ksm', 'set', '0'],
          ],
        );
        assert.notDeepEqual(await tree.values(), before);
      });
      assert.deepEqual([await tree.values(), notes], [before, []]);
    }));

  it('says what could not be set, and what could not be put back', () =>
    onHost(async ({ tree, alone, notes }) => {
      const turbo = { turbo: false, thp: 'never' } as const;
      const thp = join(tree.root, 'sys/kernel/mm/transparent_hugepage/enabled');
      await rename(join(tree.root, 'sys/devices/system/cpu/intel_pstate'), join(tree.root, 'gone'));
      await alone({ tuning: turbo }, async () => {
        assert.match(notes.join('\n'), /^rack: turbo could not be set to .*this host has no such setting$/);
        await rename(thp, `${thp}.away`);
        await mkdir(thp);
      });
      assert.match(
        notes.at(-1) ?? '',
        /rack is not as it was before an earlier measurement: .*transparent_hugepage/,
      );
      await rmdir(thp);
      await rename(`${thp}.away`, thp);
      await alone({}, () => Promise.resolve());
      assert.match((await tree.values())['sys/kernel/mm/transparent_hugepage/enabled'] ?? '', /^madvise$/);
    }));

  it('is waited for as long as it is asked to, and it says for whom', () =>
    onHost(async ({ alone, notes }) => {
      const order: string[] = [];
      let begun: () => void;
      const first = new Promise<void>((resolve) => (begun = resolve));
      const work = alone({}, async () => {
        begun();
        await setTimeout(300);
        order.push('first');
      });
      await first;
      await failsWith(
        alone({}, () => Promise.resolve()),
        'LEASE_HELD',
        3,
      );
      await Promise.all([work, alone({}, () => Promise.resolve(order.push('second')), 60_000)]);
      assert.deepEqual(order, ['first', 'second']);
      assert.match(notes[0] ?? '', /measures on rack since/);
    }));
});
