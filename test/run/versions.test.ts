// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import type { SourceId } from '../../harness/image/boot-image.js';
import { readProvenance } from '../../harness/run/provenance.js';
import { summariseRun } from '../../harness/summary/summary.js';
import { builtinSystems } from '../support/builtin.js';
import { scriptedImages } from '../support/scripted-images.js';
import { withScriptedRun } from '../support/scripted-run.js';

const RUN_SOURCE = await scriptedImages().source([]);
const NEWER: SourceId = { version: 'linux-source-6.12 6.12.1', sha256: '6'.repeat(64), known: true };
const SYSTEMS = ['lupine-hello@6.12', 'lupine-hello', 'microvm'];

/** Images whose systems @6.12 are built from another source. */
const images = (newer: SourceId = NEWER) =>
  scriptedImages({ sourceOf: (system) => (system.includes('@6.12') ? newer : RUN_SOURCE) });

describe('a run with two kernels', function () {
  this.timeout(60_000);

  it('says of each from which source it is built, and each is a system of its own', () =>
    withScriptedRun({ systems: SYSTEMS }, async ({ folder, make }) => {
      await make({ images: images() });
      const provenance = await readProvenance(folder);
      const { systems = {}, kernelSource } = provenance ?? {};
      assert.equal(kernelSource?.sha256, RUN_SOURCE?.sha256);
      const sources = Object.entries(systems).map(([name, { source }]) => [name, source?.version]);
      assert.deepEqual(Object.fromEntries(sources), {
        'lupine-hello@6.12': NEWER.version,
        'lupine-hello': undefined,
        microvm: undefined,
      });
      const summary = await summariseRun(folder, await builtinSystems());
      assert.deepEqual(
        summary.systems.map(({ name }) => name),
        ['microvm', 'lupine-hello', 'lupine-hello@6.12'],
      );
      assert.ok(summary.complete && summary.samples.some(({ system }) => system === 'lupine-hello@6.12'));
      const notes = summary.notes.join('\n');
      assert.match(notes, /^The kernel of lupine-hello@6\.12 is built from linux-source-6\.12 6\.12\.1 \(/m);
      assert.doesNotMatch(notes, /not listed/);
      const lines = summary.provenance.map(({ label, value }) => `${label}: ${value}`).join('\n');
      assert.match(lines, /^kernel source: a source, /m);
      assert.match(lines, /^kernel source of lupine-hello@6\.12: linux-source-6\.12 6\.12\.1, SHA-256 666/m);
    }));
  it('warns of a source of a version that nobody has listed', () =>
    withScriptedRun({ systems: SYSTEMS, boots: 1 }, async ({ folder, make }) => {
      await make({ images: images({ ...NEWER, known: false }) });
      const { notes } = await summariseRun(folder, await builtinSystems());
      assert.match(notes.join('\n'), /^Warning: the kernel source of lupine-hello@6\.12 \(SHA-256 6{64}\)/m);
    }));
});
