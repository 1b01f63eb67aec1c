// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../../harness/core/errors.js';
import { readCounted } from '../../../harness/host/counted/answer.js';
import { filesInto } from '../../../harness/host/keeper/ask.js';
import { failsWith } from '../../support/errors.js';
import { inTemp } from '../../support/temp.js';

const KERNEL = 'Linux version 6.1\r\nPCI: Fatal: No config space access function found\r\n';
const WHOLE = 'lupine-follow 1\nstate ended\nfile begun 3\njobfile console 4\nK\n\0~file result 2\nokend\n';

/** What is read of a console of a counted host, by file. */
async function read(said: string): Promise<Record<string, string>> {
  return await inTemp(async (dir) => {
    const path = join(dir, 'host-console');
    await writeFile(path, said, 'latin1');
    const files = filesInto(dir, (name) => (['begun', 'console', 'result'].includes(name) ? 100 : undefined));
    await readCounted(path, files);
    const text = async (name: string): Promise<string> => await readFile(join(dir, name), 'latin1');
    return { begun: await text('begun'), console: await text('console'), result: await text('result') };
  });
}

const died = (said: string, words: RegExp): Promise<void> =>
  failsWith(read(said), 'COUNTED_HOST_DIED', EXIT.couldNotMeasure, words);

describe('what a counted host says', () => {
  it('is the answer behind what its kernel prints, byte for byte', async () => {
    const said = await read(`${KERNEL}\nlupine-counted 1\n${WHOLE}`);
    assert.deepEqual(said, { begun: 'job', console: 'K\n\0~', result: 'ok' });
  });
  it('is the first answer: what a guest printed stands in it and is none', async () => {
    const forged = `\nlupine-counted 1\nx`;
    const console = `file console ${forged.length}\n${forged}`;
    const said = await read(
      `${KERNEL}\nlupine-counted 1\n${WHOLE.replace('file console 4\nK\n\0~', () => console)}`,
    );
    assert.equal(said['console'], forged);
  });
  it('is no answer when its kernel panics: the last lines are in the message', () =>
    died(`${KERNEL}Kernel panic - not syncing: Out of memory\r\n`, /not syncing: Out of memory/));
  it('is why its first program could not begin', () =>
    died(`${KERNEL}\nlupine-counted failed /dev: No such device\nmore\n`, /^[^/]*: \/dev: No such device$/));
  it('is nothing where it died before its first word', () => died('', /it said nothing/));
  it('may break off', () => died(`\nlupine-counted 1\n${WHOLE.slice(0, 50)}`, /without a result/));
  it('is refused where no keeper speaks so, or the keeper died', async () => {
    for (const odd of [
      'lupine-follow 2\n',
      WHOLE.replace('ended', 'died'),
      'lupine-follow 1\nstate ended\nfile ../x 3\n',
    ])
      await failsWith(read(`\nlupine-counted 1\n${odd}`), 'KEEPER_ANSWER', EXIT.couldNotMeasure);
  });
});
