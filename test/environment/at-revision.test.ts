// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../harness/core/errors.js';
import { environmentAt, ofRevision } from '../../harness/environment/at-revision.js';
import type { Environment } from '../../harness/environment/environment.js';
import { failsWith } from '../support/errors.js';
import { appFile, writeFiles } from '../support/project.js';
import { inTemp } from '../support/temp.js';

/** The environment of files as they would be checked out, of a repository elsewhere. */
const inRevision = (
  files: Record<string, string>,
  test: (open: () => Promise<Environment>, places: { files: string; top: string }) => Promise<void>,
) =>
  inTemp(async (temp) => {
    const dir = await realpath(temp);
    const places = { files: join(dir, 'out', 'files'), top: join(dir, 'top') };
    await writeFiles(places.files, { empty: '', ...files });
    const at = {
      repository: { top: places.top, prefix: 'bench/' },
      revision: { ref: 'main~1', id: '0'.repeat(40) },
      files: places.files,
    };
    const now = { monitors: [], hosts: [], results: join(places.top, 'results') };
    await test(() => environmentAt(at, now), places);
  });

describe('the environment of a commit', () => {
  it('has the project of the commit, and results where they are now', () =>
    inRevision(
      {
        'bench/lupine-bench.yaml': 'systems:\n  mine: { base: lupine-base }\n',
        'bench/apps/ours/app.yaml': appFile('ours'),
      },
      async (open, { files, top }) => {
        const { project, results, catalogue, apps } = await open();
        assert.equal(project?.file, join(files, 'bench', 'lupine-bench.yaml'));
        assert.equal(results, join(top, 'results'));
        assert.ok(catalogue.names().includes('mine') && (await apps.names()).includes('ours'));
      },
    ));
  it('takes what leads out of the repository from where the user has it', () =>
    inRevision(
      {
        'bench/lupine-bench.yaml':
          'systems:\n  own: { kernel: ../vmlinux }\n  tree: { base: lupine-base, source: ../../linux }\n',
      },
      async (open, { files, top }) => {
        const { project } = await open();
        const [own, tree] = project?.systems ?? [];
        assert.equal(own?.kernel, join(files, 'vmlinux'));
        assert.equal(tree?.source, join(top, '..', 'linux'));
      },
    ));
  it('needs a project that can be read', async () => {
    await inRevision({}, (open) =>
      failsWith(open(), 'REVISION_PROJECT', EXIT.usage, /^"main~1" has no bench\/lupine-bench\.yaml\.$/),
    );
    await inRevision({ 'bench/lupine-bench.yaml': 'systems: 7\n' }, (open) =>
      failsWith(open(), 'REVISION_PROJECT', EXIT.usage, /YAML_INVALID: main~1:bench\/lupine-bench\.yaml:1:/),
    );
    await inRevision(
      { 'bench/lupine-bench.yaml': '{}', 'bench/scenarios/ours.yaml': 'name: 7\n' },
      async (open, { files }) => {
        const { scenarios } = await open();
        const revision = { ref: 'main~1', id: '0'.repeat(40) };
        await failsWith(
          ofRevision({ revision, files }, () => scenarios.load('ours')),
          'REVISION_PROJECT',
          EXIT.usage,
          /: main~1:bench\/scenarios\/ours\.yaml:1:/,
        );
      },
    );
  });
  it('gives errors that are of no file of it its name, and leaves their codes', () =>
    inRevision({ 'bench/lupine-bench.yaml': '{}' }, async (open, { files }) => {
      const { catalogue } = await open();
      const resolve = async (): Promise<unknown> => await Promise.resolve(catalogue.resolve('nothing'));
      const revision = { ref: 'main~1', id: '' };
      await failsWith(
        ofRevision({ revision, files }, resolve),
        'SYSTEM_UNKNOWN',
        EXIT.usage,
        /^in "main~1": /,
      );
    }));
});
