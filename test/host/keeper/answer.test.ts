// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../../harness/core/errors.js';
import { BrokenOff, readAnswer } from '../../../harness/host/keeper/answer.js';
import { failsWith } from '../../support/errors.js';

const HEAD = 'lupine-follow 1\nstate running\n';

/** Reads an answer that comes in pieces of so many bytes; files may have ten. */
async function read(text: string, size = 3): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < text.length; at += size)
      yield await Promise.resolve(Buffer.from(text.slice(at, at + size)));
  };
  const most = (name: string): number | undefined => (['console', 'result'].includes(name) ? 10 : undefined);
  const take = async (name: string, bytes: AsyncIterable<Uint8Array>): Promise<void> => {
    let all = '';
    for await (const piece of bytes) all += Buffer.from(piece).toString();
    files[name === 'console' ? 'console' : 'result'] = all;
  };
  files['state'] = await readAnswer(pieces(), { most, take }, 'far');
  return files;
}

const HOSTILE = [
  'Welcome to this host!\nlupine-follow 1\n',
  'lupine-follow 2\nstate running\nend\n',
  'lupine-follow 1\nstate unknown\nend\n',
  `${HEAD}file ../../etc/passwd 1\nxend\n`,
  `${HEAD}file other 1\nxend\n`,
  `${HEAD}file console 11\n12345678901end\n`,
  `${HEAD}file console -1\nend\n`,
  `${HEAD}file console 1\nxfile console 1\nxend\n`,
  `${HEAD}file __proto__ 1\nxend\n`,
  `${HEAD}${'x'.repeat(100_000)}`,
];

describe('the answer of a keeper', () => {
  for (const size of [1, 7, 1000])
    it(`is read in pieces of ${size}`, async () => {
      const text = `${HEAD}file console 4\na\nb\nfile result 0\nend\n`;
      assert.deepEqual(await read(text, size), { state: 'running', console: 'a\nb\n', result: '' });
    });
  it('may break off anywhere', async () => {
    const text = `${HEAD}file console 4\na\nb\nend\n`;
    for (let length = 0; length < text.length; length += 1)
      await assert.rejects(read(text.slice(0, length)), BrokenOff, String(length));
  });
  for (const text of HOSTILE)
    it(`is refused when it is ${JSON.stringify(text.slice(0, 60))}`, () =>
      failsWith(read(text), 'KEEPER_ANSWER', EXIT.couldNotMeasure));
});
