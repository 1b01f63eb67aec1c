// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { TrustReason } from '../../harness/image/trust.js';
import { trustNotes } from '../../harness/summary/trust-notes.js';
import { summariseRun } from '../../harness/summary/summary.js';
import { builtinSystems } from '../support/builtin.js';
import { scriptedImages } from '../support/scripted-images.js';
import { withScriptedRun } from '../support/scripted-run.js';

const record = (system: string, app: string, ...trust: TrustReason[]) => {
  const step = { n: 1, kind: 'boot', scenario: 's', system, app, boot: 1 } as const;
  return trust.length === 0 ? { step } : { step, trust };
};

describe('the notes on trust', () => {
  it('are none where an app can do nothing', () => {
    assert.deepEqual(trustNotes([record('microvm', 'hello'), record('lupine-hello', 'hello')]), []);
  });

  it('name each system and each app once, one sentence for each reason', () => {
    const notes = trustNotes([
      record('b+kml', 'redis', 'kernel-mode', 'shared-user'),
      record('a+kml', 'redis', 'kernel-mode', 'shared-user'),
      record('a+kml', 'nginx', 'kernel-mode'),
      record('own', 'mine', 'one-user', 'no-ports', 'unknown-kernel', 'privileged'),
    ]);
    assert.equal(notes.length, 6);
    assert.match(notes[0] ?? '', /^On a\+kml, b\+kml an app could .* kernel mode: the values rest on trust/);
    assert.match(notes[1] ?? '', /^On own an app could .* only one user/);
    assert.match(notes[2] ?? '', /^On own an app could .* ioperm\(\)/);
    assert.match(notes[3] ?? '', /^On own an app could .* nobody knows/);
    assert.match(notes[4] ?? '', /^Apps with all rights .* values of mine rest on trust/);
    assert.match(notes[5] ?? '', /^Apps that run as root .* loads of redis rest on trust/);
  });

  it('come from the records into the summary of a run', async () => {
    for (const trust of [[], ['kernel-mode']] as const) {
      await withScriptedRun({ systems: ['lupine-hello'], boots: 1 }, async ({ make, folder, records }) => {
        await make({ images: scriptedImages({ trust }) });
        const [found] = (await records()).values();
        assert.deepEqual(found?.trust, trust.length === 0 ? undefined : trust);
        const { notes } = await summariseRun(folder, await builtinSystems());
        assert.equal(
          notes.filter((note) => note.includes('On lupine-hello an app could')).length,
          trust.length,
        );
      });
    }
  });
});
