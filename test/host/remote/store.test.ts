// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeState } from '../../../harness/host/remote/state.js';
import { type PushedFile, RemoteStore } from '../../../harness/host/remote/store.js';
import { shellHere } from '../../../harness/remote/here.js';
import type { RemoteCommand, RemoteShell } from '../../../harness/remote/types.js';
import { useTempDir } from '../../support/temp.js';

describe("a host's store of images", () => {
  const temp = useTempDir();
  const shell = shellHere('rack');
  let state = '';
  beforeEach(async () => {
    state = await makeState(shell, join(temp.dir, 'a state', 'of it'));
  });

  const made = (bytes: number): PushedFile & { content: Buffer } => {
    const content = randomBytes(bytes);
    const sha256 = createHash('sha256').update(content).digest('hex');
    const path = join(temp.dir, sha256);
    writeFileSync(path, content);
    return { path, sha256, content };
  };
  const stored = (): string[] => readdirSync(join(state, 'store')).sort();
  const counting = (): RemoteShell & { sent: number } => {
    const counted = {
      ...{ name: 'rack', sent: 0, close: () => Promise.resolve() },
      run: async (command: RemoteCommand) => {
        const count = async function* (input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
          for await (const piece of input) {
            counted.sent += piece.length;
            yield piece;
          }
        };
        const { input } = command;
        const watched = typeof input === 'object' && !(input instanceof Uint8Array) ? count(input) : input;
        return await shell.run({ ...command, input: watched });
      },
    };
    return counted;
  };

  it('is in no folder to which others may write', async () => {
    const open = join(temp.dir, 'open');
    for (const name of ['', 'lease']) {
      const folder = join(open, name);
      mkdirSync(folder, { recursive: true });
      chmodSync(folder, 0o777);
      await assert.rejects(makeState(shell, open), {
        code: 'HOST_COMMAND',
        message: /may be written to by others/,
      });
      chmodSync(folder, 0o700);
    }
    await makeState(shell, open);
  });
  it('believes no file by its name', async () => {
    const file = made(1000);
    writeFileSync(join(state, 'store', file.sha256), 'something else');
    const path = await new RemoteStore(shell, state, { mostMib: 100 }).put(file);
    assert.deepEqual(readFileSync(path), file.content);
  });
  it('gets a file once, whole and checked', async () => {
    const [file, counted] = [made(300_000), counting()];
    const there = await new RemoteStore(counted, state, { mostMib: 10 }).put(file);
    assert.equal(there, join(state, 'store', file.sha256));
    assert.deepEqual(readFileSync(there), file.content);
    await new RemoteStore(counted, state, { mostMib: 10 }).put(file);
    assert.equal(counted.sent, 300_000);
  });

  it('gets the rest of a file of which it has the beginning', async () => {
    const [file, counted] = [made(300_000), counting()];
    writeFileSync(join(state, 'store', `${file.sha256}.part`), file.content.subarray(0, 200_000));
    const there = await new RemoteStore(counted, state, { mostMib: 10 }).put(file);
    assert.deepEqual(readFileSync(there), file.content);
    assert.equal(counted.sent, 100_000);
  });

  it('begins anew when what it has is wrong, or longer than the file', async () => {
    for (const begun of [Buffer.alloc(1000, 'x'), Buffer.alloc(400_000)]) {
      const file = made(300_000);
      writeFileSync(join(state, 'store', `${file.sha256}.part`), begun);
      const there = await new RemoteStore(shell, state, { mostMib: 10 }).put(file);
      assert.deepEqual(readFileSync(there), file.content);
    }
  });

  it('refuses a file that is not what its digest says', async () => {
    const file = { ...made(1000), sha256: 'a'.repeat(64) };
    const store = new RemoteStore(shell, state, { mostMib: 10 });
    await assert.rejects(store.put(file), { code: 'HOST_TRANSFER' });
    assert.deepEqual(stored(), []);
  });

  it('removes what was not used for the longest time, and nothing that is in use', async () => {
    const files = [made(2_000_000), made(2_000_000), made(2_000_000), made(2_000_000)];
    const first = new RemoteStore(shell, state, { mostMib: 100 });
    for (const file of files) await first.put(file);
    const [old, running, kept, young] = files.map(({ sha256 }) => sha256);
    assert.ok(old !== undefined && running !== undefined && kept !== undefined && young !== undefined);
    for (const [index, name] of [old, running, kept].entries()) {
      const time = new Date(Date.now() - (10 - index) * 60_000);
      utimesSync(join(state, 'store', name), time, time);
    }
    mkdirSync(join(state, 'boots', 'one'));
    writeFileSync(join(state, 'boots', 'one', 'job'), `-kernel\0${state}/store/${running}\0`);
    const store = new RemoteStore(shell, state, { mostMib: 2 });
    assert.deepEqual(await store.evict([kept]), [old]);
    assert.deepEqual(stored(), [running, kept, young].sort());
  });

  it('says that a disk is full', async () => {
    const full: RemoteShell = {
      ...shell,
      run: async (command) =>
        command.script.includes('cat >>')
          ? { status: 1, stdout: '' as never, stderr: 'cat: write error: No space left on device\n' as never }
          : await shell.run(command),
    };
    await assert.rejects(new RemoteStore(full, state, { mostMib: 10 }).put(made(10)), {
      code: 'HOST_DISK_FULL',
    });
  });
});
