// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readClaimIds } from '../../harness/claim/read.js';
import { EXIT } from '../../harness/core/errors.js';
import { sealedJson } from '../../harness/core/seal.js';
import { writeClaims } from '../../harness/report/index.js';
import { claimsReport } from '../report/claims/fixture.js';
import { failsWith } from '../support/errors.js';
import { inTemp } from '../support/temp.js';

/** Runs a test with a folder that has claims, and the path of their file. */
const withClaims = (test: (dir: string, path: string) => Promise<void>) => (): Promise<void> =>
  inTemp(async (dir) => {
    await writeClaims(await claimsReport(), dir);
    await test(dir, join(dir, 'claims.json'));
  });

describe('the claims that a run was judged by', function () {
  this.timeout(30_000);

  it(
    'are read from its claims.json',
    withClaims(async (dir) => {
      const ids = (await claimsReport()).document.claims.map(({ id }) => id);
      assert.ok(ids.length > 3);
      assert.deepEqual(await readClaimIds(dir), ids);
    }),
  );
  it('are unknown without the file', async () => {
    assert.equal(await inTemp((dir) => readClaimIds(dir)), undefined);
  });
  it(
    'are not guessed from a file that is damaged, changed or of an older version',
    withClaims(async (dir, path) => {
      const text = await readFile(path, 'utf8');
      await writeFile(path, text.replace(/"id": "[a-z-]+"/, '"id": "memory"'));
      await failsWith(readClaimIds(dir), 'RUN_DAMAGED', EXIT.usage, /claims\.json .*its digest does not fit/);
      await writeFile(path, text.replace(/,\n {2}"digest": "[0-9a-f]+"/, ''));
      await failsWith(readClaimIds(dir), 'RUN_UNSEALED', EXIT.usage, /claims\.json .*no digest/);
      await writeFile(path, sealedJson({ format: 1, claims: [null] }));
      await failsWith(readClaimIds(dir), 'RUN_DAMAGED', EXIT.usage, /claims\.json cannot be used: .*"clock"/);
      await writeFile(path, text);
      await truncate(path, 40);
      await failsWith(readClaimIds(dir), 'RUN_DAMAGED', EXIT.usage, /claims\.json .*not complete JSON/);
    }),
  );
  it(
    'are not guessed from a format that is not known',
    withClaims(async (dir, path) => {
      await writeFile(path, sealedJson({ format: 2, claims: [] }));
      await failsWith(
        readClaimIds(dir),
        'FORMAT_UNKNOWN',
        EXIT.usage,
        /claims\.json has format 2; this lupine-bench knows format 1\.$/,
      );
    }),
  );
});
