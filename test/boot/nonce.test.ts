// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { NO_NONCE, newNonce, withoutNonce } from '../../harness/boot/nonce.js';
import { SANDBOX, qemuArgv } from '../../harness/vmm/qemu-argv.js';

/** Pieces of a text, cut at these places. */
async function* cut(text: string, ...places: readonly number[]): AsyncGenerator<Uint8Array> {
  const ends = [0, ...places, text.length];
  for (const [index, end] of ends.entries()) {
    await Promise.resolve();
    yield Buffer.from(text.slice(ends[index - 1] ?? 0, end), 'latin1');
  }
}

async function kept(console: AsyncIterable<Uint8Array>, nonce: string): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of withoutNonce(console, nonce)) pieces.push(piece);
  return Buffer.concat(pieces).toString('latin1');
}

describe('the nonce of a boot', () => {
  it('is the beginning of the UUID of its machine, and always as long', () => {
    const seen = new Set<string>();
    for (let n = 0; n < 100; n++) {
      const { uuid, nonce } = newNonce();
      assert.match(uuid, /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
      assert.equal(nonce, uuid.replaceAll('-', '').slice(0, 16));
      seen.add(nonce);
    }
    assert.equal(seen.size, 100);
  });

  it('is given to a machine as its UUID, and is not on the command line of its kernel', () => {
    const spec = {
      kernel: 'k',
      cmdline: 'quiet',
      memoryMib: 1,
      clock: 'wall',
      timeoutMs: 1,
      consolePath: 'c',
    } as const;
    const { uuid, nonce } = newNonce();
    const argv = qemuArgv('qemu', { ...spec, uuid }, SANDBOX);
    assert.deepEqual(argv.slice(argv.indexOf('-uuid')).slice(0, 2), ['-uuid', uuid]);
    assert.ok(!argv.some((word) => word.includes(nonce)));
    assert.deepEqual(
      argv.filter((word) => word !== '-uuid' && word !== uuid),
      qemuArgv('qemu', spec, SANDBOX),
    );
  });

  it('is not in the console that is kept, wherever that is cut into pieces', async () => {
    const { nonce } = newNonce();
    const text = `kernel\n<~lupine ${nonce} 0 ready 0 x~>\n${nonce}${nonce}${nonce.slice(0, 9)}`;
    const expected = text.replaceAll(nonce, NO_NONCE);
    for (let place = 0; place <= text.length; place++)
      assert.equal(await kept(cut(text, place), nonce), expected, `cut at ${place}`);
    const all = Array.from({ length: text.length }, (_, place) => place);
    assert.equal(await kept(cut(text, ...all), nonce), expected);
  });

  it('leaves every other byte as it is', async () => {
    const bytes = String.fromCharCode(...Array.from({ length: 256 }, (_, byte) => byte));
    assert.equal(await kept(cut(bytes, 100), newNonce().nonce), bytes);
    assert.equal(await kept(cut(''), newNonce().nonce), '');
  });
});
