// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT, attemptError } from '../../harness/core/errors.js';
import { diskFull } from '../../harness/core/files.js';
import type { TuningOutcome } from '../../harness/remote/tuning/types.js';
import { readProvenance } from '../../harness/run/provenance.js';
import type { RunOptions } from '../../harness/run/options.js';
import { makeBoots } from '../../harness/run/run.js';
import { silent } from '../../harness/core/progress.js';
import { failsWith } from '../support/errors.js';
import { scriptedHost } from '../support/scripted-host.js';
import { scriptedImages } from '../support/scripted-images.js';
import { withScriptedRun } from '../support/scripted-run.js';

/** One boot after the other. */
const one = { slots: 1 };

describe('a run that is continued', () => {
  it('makes again what something outside of the guest prevented, and nothing else', () =>
    withScriptedRun({}, async ({ make, records }) => {
      const host = scriptedHost((_request, n) => {
        if (n === 2) throw attemptError('NO_MEMORY', 'the host had none.', 'Resume.');
        return n === 3 ? { killed: true } : {};
      }, one);
      await make({ host });
      assert.equal((await records()).size, 2);
      const later = scriptedHost();
      await make({ host: later });
      assert.equal(later.requests.length, 2);
      assert.equal((await records()).size, 4);
    }));

  it('stops at once where nothing more can be measured, and keeps what was', () =>
    withScriptedRun({ boots: 4 }, async ({ make, records }) => {
      const host = scriptedHost((_request, n) => {
        if (n === 3) throw diskFull('/somewhere', 'no space left');
        return {};
      }, one);
      await failsWith(make({ host }), 'DISK_FULL', EXIT.couldNotMeasure);
      assert.equal(host.requests.length, 3);
      assert.equal((await records()).size, 2);
      await make();
      assert.equal((await records()).size, 8);
    }));

  it('keeps what was finished before it was interrupted', () =>
    withScriptedRun({ boots: 4 }, async ({ make, records }) => {
      const stop = new AbortController();
      const host = scriptedHost((_request, n, signal) => {
        if (n === 4) stop.abort();
        signal.throwIfAborted();
        return {};
      }, one);
      await assert.rejects(make({ host, signal: stop.signal }), { name: 'AbortError' });
      assert.equal(host.requests.length, 4);
      assert.equal((await records()).size, 3);
      const later = scriptedHost();
      await make({ host: later });
      assert.equal(later.requests.length, 5);
      assert.equal((await records()).size, 8);
    }));

  it('refuses other images than those of its first boots', () =>
    withScriptedRun({ boots: 2, systems: ['microvm'] }, async ({ make, records }) => {
      const host = scriptedHost((_request, n) => {
        if (n === 2) throw attemptError('X', 'no.', 'Resume.');
        return {};
      });
      await make({ host });
      const images = scriptedImages({ version: 'b' });
      const other = scriptedHost();
      await failsWith(
        make({ host: other, images }),
        'RESUME_CHANGED',
        EXIT.notComparable,
        /kernel of boot\/hello\/microvm: [0-9a-f]{64} is now [0-9a-f]{64}/,
      );
      assert.deepEqual([other.requests.length, (await records()).size], [0, 1]);
    }));

  it('refuses another version of its monitor', () =>
    withScriptedRun({}, async ({ make }) => {
      await make();
      const host = scriptedHost(undefined, { version: '2.0' });
      await failsWith(make({ host }), 'RESUME_CHANGED', EXIT.notComparable, /vmm\.version: 1\.0 is now 2\.0/);
    }));

  it('keeps what became of the settings of its host, and refuses other ones', () =>
    withScriptedRun({ clock: 'wall', boots: 2 }, async ({ make, folder }) => {
      const tuned = (now: string, script?: Parameters<typeof scriptedHost>[0]): Partial<RunOptions> => {
        const governor: TuningOutcome = {
          ...{ what: 'governor', wanted: 'performance', before: ['powersave'], now: [now] },
          ...{ state: 'set', reasons: [] },
        };
        const host = scriptedHost(script);
        return { host: { ...host, alone: async ({ signal }, work) => await work(signal, [governor]) } };
      };
      await make(
        tuned('performance', (_request, n) => {
          if (n === 3) throw attemptError('X', 'no.', 'Resume.');
          return {};
        }),
      );
      assert.deepEqual((await readProvenance(folder))?.tuning?.[0]?.now, ['performance']);
      await failsWith(
        make(tuned('powersave')),
        'RESUME_CHANGED',
        EXIT.notComparable,
        /tuning\.governor: performance is now powersave/,
      );
      await failsWith(make(), 'RESUME_CHANGED', EXIT.notComparable, /performance is now not asked for/);
      await make(tuned('performance'));
    }));

  it('refuses another definition of its clock', () =>
    withScriptedRun({}, async ({ plan, folder }) => {
      const host = scriptedHost();
      const options = { host, images: scriptedImages(), progress: silent };
      const older = { ...plan, clockDefinition: 1 };
      await failsWith(
        makeBoots(folder, older, { ...options, signal: new AbortController().signal }),
        'RESUME_CHANGED',
        EXIT.notComparable,
        /definition of the deterministic clock: 1 is now \d/,
      );
      assert.equal(host.requests.length, 0);
    }));

  it('goes on with the search of a memory floor where it was', () =>
    withScriptedRun({ scenario: 'memory-floor', systems: ['microvm'] }, async ({ make, records }) => {
      const enough = 9;
      const tried: number[] = [];
      let left = 4;
      const host = scriptedHost(({ memoryMib }) => {
        if (left === 0) throw attemptError('X', 'no.', 'Resume.');
        left -= 1;
        tried.push(memoryMib);
        return memoryMib >= enough ? {} : { ending: 'panic' };
      });
      await make({ host });
      assert.deepEqual([tried.length, (await records()).size], [4, 0]);
      left = Infinity;
      await make({ host });
      const { values, trials } = (await records()).get(1) ?? {};
      assert.deepEqual(values, { 'memory.floor': enough });
      assert.equal(new Set(tried).size, trials?.length);
      assert.equal(
        trials?.reduce((sum, { boots }) => sum + boots, 0),
        tried.length,
        'no trial was made twice',
      );
    }));
});
