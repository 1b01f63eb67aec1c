// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execa } from 'execa';
import { ConsoleReader, type DecodedConsole } from '../../harness/boot/frames.js';
import { packagePath } from '../../harness/core/paths.js';
import { FLOODS, type Flood, piecesOf } from '../support/hostile-consoles.js';

/** Reads what a guest prints; gives the looks at bytes too. */
function read(flood: Flood, bytes: number, piece?: number): { decoded: DecodedConsole; examined: number } {
  const reader = new ConsoleReader();
  for (const part of piecesOf(flood, bytes, piece)) reader.take(part);
  return { decoded: reader.finish(), examined: reader.examined };
}

const SIZE = 64 * 1024;

/** Looks at a byte that any console may cost, and those that it may cost however short it is: at one frame, again and again. */
const EACH = 4;
const ONCE = 128 * 1024;

/** Floods of which most is kept by who keeps all of it. */
const LARGE = [
  ...['start marks on lines of their own', 'lines of one letter'],
  'clients that print as much as they may',
];

describe('a hostile console', () => {
  for (const [name, flood] of Object.entries(FLOODS)) {
    it(`costs no more than its length, is no result, and is read alike in pieces of any size: ${name}`, () => {
      const short = read(flood, SIZE);
      const long = read(flood, 4 * SIZE);
      assert.ok(short.examined <= EACH * SIZE + ONCE, `${short.examined} looks at ${SIZE} bytes`);
      const more = long.examined - short.examined;
      assert.ok(more <= EACH * 3 * SIZE, `${more} looks at ${3 * SIZE} bytes more`);
      for (const { decoded } of [short, long]) {
        const { ending, failure, kernel } = decoded;
        assert.notEqual(ending, 'ok');
        const { message, console } = failure ?? assert.fail('no failure');
        assert.doesNotMatch([message, ...console, ...kernel].join(''), /[^\x20-\x7e]/);
        assert.ok(message.length < 10_000 && console.length <= 20);
      }
      const whole = read(flood, 9000, 9000).decoded;
      for (const piece of [1, 7, 4096]) assert.deepEqual(read(flood, 9000, piece).decoded, whole);
    });
  }

  it('keeps memory below 300 MiB, whatever fills 64 MiB', async function () {
    this.timeout(300_000);
    const script = packagePath('dist', 'test', 'support', 'scripts', 'read-floods.js');
    const { stdout } = await execa('node', [script, `${64 * 1024 * 1024}`, ...LARGE]);
    const mib = Number(stdout);
    assert.ok(mib > 20 && mib < 300, `${stdout} MiB`);
  });
});
