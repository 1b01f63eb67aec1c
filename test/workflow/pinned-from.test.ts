// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { EXIT } from '../../harness/core/errors.js';
import { RunFolder } from '../../harness/run/folder.js';
import { readProvenance } from '../../harness/run/provenance.js';
import { summariseRun } from '../../harness/summary/summary.js';
import { pinnedFrom } from '../../harness/workflow/pinned-from.js';
import { builtinSystems } from '../support/builtin.js';
import { failsWith } from '../support/errors.js';
import { scriptedImages } from '../support/scripted-images.js';
import { withScriptedRun } from '../support/scripted-run.js';

const PACKAGES = [
  { name: 'libc6', version: '2.36-9', sha256: 'a'.repeat(64) },
  { name: 'redis-server', version: '5:7.0.15-1', sha256: 'b'.repeat(64) },
];

describe('the packages of an earlier run', () => {
  it('are those of all its root images, each once', () =>
    withScriptedRun({}, async ({ folder, make }) => {
      await make({ images: scriptedImages({ packages: PACKAGES }) });
      assert.deepEqual(await pinnedFrom(folder), { from: folder.id, packages: PACKAGES, containers: [] });
    }));

  it('stand in a bill of materials beside the run, to which its report leads', () =>
    withScriptedRun({}, async ({ folder, make }) => {
      await make({ images: scriptedImages({ packages: PACKAGES }) });
      const file = 'sbom/hello-boot.cdx.json';
      assert.equal((await readProvenance(folder))?.apps['hello boot']?.sbom, file);
      const bill = JSON.parse(await readFile(folder.path(file), 'utf8')) as {
        components: { name: string }[];
      };
      assert.deepEqual(
        bill.components.map(({ name }) => name),
        ['libc6', 'redis-server'],
      );
      const { provenance } = await summariseRun(folder, await builtinSystems());
      const label = 'bill of materials of root image hello boot';
      assert.deepEqual(
        provenance.filter((line) => line.file !== undefined),
        [{ label, value: file, file }],
      );
    }));

  it('are not sought where there is no run, which is said', () =>
    failsWith(pinnedFrom(new RunFolder('/nonexistent')), 'RUN_MISSING', EXIT.usage, /is not a run/));

  it('are not known of a run in which nothing was booted', () =>
    withScriptedRun({}, ({ folder }) => failsWith(pinnedFrom(folder), 'PACKAGES_FROM', EXIT.usage)));
});
