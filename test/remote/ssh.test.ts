// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sshShell } from '../../harness/remote/ssh/shell.js';
import type { SshTarget } from '../../harness/remote/ssh/types.js';
import { type ServerOptions, type SshServer, startSshServer } from '../support/ssh-server.js';

const servers: SshServer[] = [];
const serverWith = async (options?: ServerOptions): Promise<SshServer> => {
  const server = await startSshServer(options);
  servers.push(server);
  return server;
};
const codeOf = async (target: SshTarget): Promise<unknown> => {
  const shell = sshShell(target);
  try {
    return await shell.run({ script: 'true', timeoutMs: 5000 }).then(
      ({ status }) => status,
      (error: unknown) => (error as { code?: unknown }).code,
    );
  } finally {
    await shell.close();
  }
};

describe('a machine reached by SSH', () => {
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.stop()));
  });

  it('gets a command, its words and its input, and gives back what it said and its status', async () => {
    const { target } = await serverWith();
    const shell = sshShell(target);
    const words = ['two  words', '$(id); `id` && "x" *', '-n', ''];
    const answer = await shell.run({
      script: 'cat; for one; do echo "<$one>"; done; echo no >&2; exit 7',
      args: words,
      input: 'in\n',
    });
    const stdout = `in\n${words.map((word) => `<${word}>`).join('\n')}\n`;
    assert.deepEqual(answer, { status: 7, stdout, stderr: 'no\n' });
    await shell.close();
  });

  it('refuses words that some shell could read otherwise', async () => {
    const { target } = await serverWith();
    const shell = sshShell(target);
    for (const word of ["it's", 'a\\b', 'a\nb', 'a\0b']) {
      await assert.rejects(shell.run({ script: 'true', args: [word] }), /not a word for a shell/);
    }
    await assert.rejects(shell.run({ script: "echo 'x'" }), /a script has a quote/);
    await shell.close();
  });

  it('is understood by every shell that is here, whatever that prints by itself', async () => {
    const here = ['dash', 'bash', 'busybox', 'fish', 'zsh', 'ksh'].filter((name) => {
      try {
        execFileSync('sh', ['-c', `command -v ${name}`]);
        return true;
      } catch {
        return false;
      }
    });
    assert.ok(here.includes('bash'));
    for (const name of here) {
      const { target } = await serverWith({
        shell: name === 'busybox' ? ['busybox', 'sh'] : [name],
        noise: 'Welcome!\nlupine-0 and more\n',
        banner: 'authorised use only\n',
      });
      const shell = sshShell(target);
      const { stdout } = await shell.run({ script: 'echo "$1"; printf %s end', args: ['a "b" $c'] });
      assert.equal(stdout, 'a "b" $c\nend', name);
      await shell.close();
    }
  });

  it('carries bytes of any kind both ways', async () => {
    const { target } = await serverWith();
    const shell = sshShell(target);
    const sent = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7) % 256));
    const pieces: Uint8Array[] = [];
    const parts = async function* (): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < sent.length; at += 10_000) yield Promise.resolve(sent.subarray(at, at + 10_000));
    };
    await shell.run({ script: 'cat', input: parts(), take: (piece) => pieces.push(piece) });
    assert.deepEqual(Buffer.concat(pieces), sent);
    await shell.close();
  });

  it('says what is wrong with a key, a user, an address', async () => {
    const { target, dir } = await serverWith();
    const [other, empty] = [join(dir, 'other'), join(dir, 'empty')];
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'secret', '-f', other]);
    await writeFile(empty, '');
    assert.equal(await codeOf(target), 0);
    assert.equal(await codeOf({ ...target, knownHosts: [empty] }), 'SSH_HOST_KEY_UNKNOWN');
    assert.equal(await codeOf({ ...target, knownHosts: [join(dir, 'none')] }), 'SSH_HOST_KEY_UNKNOWN');
    assert.equal(await codeOf({ ...target, user: 'nobody' }), 'SSH_REFUSED');
    assert.equal(await codeOf({ ...target, key: other }), 'SSH_KEY_PASSPHRASE');
    assert.equal(await codeOf({ ...target, key: `${other}.pub` }), 'SSH_KEY_INVALID');
    assert.equal(await codeOf({ ...target, key: join(dir, 'none') }), 'SSH_KEY_UNREADABLE');
    assert.equal(await codeOf({ ...target, port: 1 }), 'SSH_UNREACHED');
  });

  it('refuses a machine whose key is another one than before, before it is told anything', async () => {
    const [first, second] = [await serverWith(), await serverWith()];
    const file = join(first.dir, 'changed');
    const place = `[127.0.0.1]:${second.target.port}`;
    execFileSync('sh', [
      '-c',
      `sed "s/^\\S*/${place}/" "$1" > "$2"`,
      'sh',
      first.target.knownHosts[0] ?? '',
      file,
    ]);
    assert.equal(await codeOf({ ...second.target, knownHosts: [file] }), 'SSH_HOST_KEY_CHANGED');
  });

  it('connects anew after a loss, and says that the command in between was lost', async () => {
    const server = await serverWith();
    const shell = sshShell(server.target);
    await shell.run({ script: 'true' });
    const lost = shell.run({ script: 'sleep 30' });
    setTimeout(() => {
      server.cut();
    }, 200);
    await assert.rejects(lost, { code: 'SSH_LOST' });
    assert.equal((await shell.run({ script: 'echo on' })).stdout, 'on\n');
    assert.equal(server.connections, 2);
    await shell.close();
  });

  it('gives up on a machine that accepts and says nothing', async () => {
    const { target } = await serverWith({ mute: true });
    const shell = sshShell(target, { connectMs: 300 });
    await assert.rejects(shell.run({ script: 'true' }), { code: 'SSH_UNREACHED' });
    await shell.close();
  });

  it('gives up on a command that says nothing for too long, and ends one that is not wanted any more', async () => {
    const { target } = await serverWith();
    const shell = sshShell(target);
    await assert.rejects(shell.run({ script: 'sleep 30', timeoutMs: 300 }), { code: 'SSH_SILENT' });
    const over = new AbortController();
    const running = shell.run({ script: 'sleep 30', signal: over.signal });
    setTimeout(() => {
      over.abort();
    }, 200);
    await assert.rejects(running, { name: 'AbortError' });
    await shell.close();
  });
});
