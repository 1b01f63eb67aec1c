// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readClaimIds } from '../../harness/claim/read.js';
import { inTemp } from '../support/temp.js';

/** What is read from a `claims.json` with this text. */
async function read(text: string): Promise<string[] | undefined> {
  return await inTemp(async (dir) => {
    const path = join(dir, 'claims.json');
    await writeFile(path, text);
    return await readClaimIds(path);
  });
}

describe('the claims that a run was judged by', () => {
  it('are read from its claims.json', async () => {
    const document = { format: 1, claims: [{ id: 'boot-time' }, { id: 'memory' }] };
    assert.deepEqual(await read(JSON.stringify(document)), ['boot-time', 'memory']);
  });
  it('are unknown without the file, and from a damaged one', async () => {
    assert.equal(await inTemp((dir) => readClaimIds(join(dir, 'claims.json'))), undefined);
    assert.equal(await read('{"format": 1, "cla'), undefined);
    assert.equal(await read('{"format": 1, "claims": 5}'), undefined);
    assert.equal(await read('{"format": 1, "claims": [null]}'), undefined);
  });
  it('are not guessed from a format that is not known', async () =>
    await assert.rejects(read('{"format": 2, "claims": [{"id": "memory"}]}'), {
      code: 'FORMAT_UNKNOWN',
      exit: 2,
      message: /claims\.json has format 2; this lupine-bench knows format 1\.$/,
      next: /newer lupine-bench/,
    }));
});
