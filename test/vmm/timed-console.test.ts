// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { keepConsole } from '../../harness/vmm/timed-console.js';
import { inTemp } from '../support/temp.js';

/** Sends pieces through a console of its own; gives the file's text and the time. */
const send = (pieces: readonly string[], file: string, awaited?: string, consoleBytes?: number) =>
  inTemp(async (dir) => {
    const full: string[] = [];
    const stdout = new PassThrough({ highWaterMark: 16 });
    const consolePath = join(dir, file);
    const end = keepConsole(stdout, { consolePath, awaited, consoleBytes }, () => full.push('full'));
    for (const piece of pieces) stdout.write(piece, 'latin1');
    stdout.end();
    const ns = await end();
    return { ns, full, text: await readFile(consolePath, 'latin1').catch(() => undefined) };
  });

describe('a timed console', () => {
  it('keeps every byte but the announcement, and gives a time when the text came', async () => {
    const { ns, text } = await send(['\n', 'ker\xff\x00nel\n', '<~l', 'upine 0 x'], 'console', '<~lupine 0 ');
    assert.equal(text, 'ker\xff\x00nel\n<~lupine 0 x');
    assert.ok(ns !== undefined && ns >= 0);
  });
  it('keeps what came in one piece with the announcement', async () => {
    assert.equal((await send(['\nK'], 'console')).text, 'K');
  });
  it('gives no time when the text did not come, or nobody waits for it', async () => {
    const pieces = ['\n', ...Array.from({ length: 2000 }, () => 'nothing of interest\n')];
    const { ns, text } = await send(pieces, 'console', 'something');
    assert.deepEqual([ns, text?.length], [undefined, 40_000]);
    assert.equal((await send(pieces, 'console')).ns, undefined);
  });
  it('keeps as much as it may, and says once that there was more', async () => {
    const { text, full } = await send(['\n', 'abc', 'def', 'ghi', 'jkl'], 'console', undefined, 5);
    assert.deepEqual([text, full], ['abcde', ['full']]);
    const exact = await send(['\nabcde'], 'console', undefined, 5);
    assert.deepEqual([exact.text, exact.full], ['abcde', []]);
  });
  it('keeps all of what comes faster than it can be written', async () => {
    const pieces = [
      '\n',
      ...Array.from({ length: 200 }, (_, n) => String.fromCharCode(n + 32).repeat(65_536)),
    ];
    const { text, full } = await send(pieces, 'console');
    assert.deepEqual([text, full], [pieces.slice(1).join(''), []]);
  });
  it('reads on when the file cannot be written', async () => {
    const { ns, text } = await send(['\n', 'something'], 'no/such/folder', 'something');
    assert.deepEqual([typeof ns, text], ['number', undefined]);
  });
});
