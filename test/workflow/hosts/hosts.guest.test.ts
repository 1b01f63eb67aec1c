// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shellHere } from '../../../harness/remote/here.js';
import { release, take } from '../../../harness/remote/lease/calls.js';
import type { Finding } from '../../../harness/workflow/finding.js';
import { type Ended, benchHere } from '../../support/cli-here.js';
import { type ServerOptions, type SshServer, startSshServer } from '../../support/ssh-server.js';
import { inTemp } from '../../support/temp.js';

interface Rig {
  dir: string;
  server: SshServer;
  /** Folder of the host. */
  state: string;
  hosts: (...args: string[]) => Promise<Ended>;
  /** Writes the inventory anew. */
  entry: (more: Record<string, unknown>) => Promise<void>;
}

/** A project whose host is this machine behind a server of SSH. */
async function withRack(test: (rig: Rig) => Promise<void>, options: ServerOptions = {}): Promise<void> {
  await inTemp(async (dir) => {
    const server = await startSshServer(options);
    const { address, port, user, key, knownHosts } = server.target;
    const state = join(dir, 'state');
    // Emulated hosts of this user are hosts too: this one has a tag that none of those has.
    const entry = async (more: Record<string, unknown>): Promise<void> => {
      const known = {
        name: 'rack',
        address,
        port,
        user,
        key,
        knownHosts: knownHosts[0],
        state,
        tags: ['ours'],
      };
      await writeFile(join(dir, 'hosts.yaml'), JSON.stringify({ hosts: [{ ...known, ...more }] }));
    };
    await entry({});
    try {
      await test({ dir, server, state, entry, hosts: (...args) => benchHere(['hosts', ...args], {}, dir) });
    } finally {
      await server.stop();
    }
  });
}

const said = ({ stdout }: Ended): Finding[] =>
  (JSON.parse(stdout) as { hosts: { findings: Finding[] }[] }).hosts.flatMap(({ findings }) => findings);

describe('hosts that are reached by SSH', function () {
  this.timeout(120_000);

  it('are listed without being asked, by name and tag', () =>
    withRack(async ({ server, hosts, dir }) => {
      const { stdout, exitCode } = await hosts('list', 'rack');
      const where = `tester@127.0.0.1:${server.target.port}`;
      assert.equal(exitCode, 0);
      assert.ok(
        stdout.startsWith(`rack  ${where}  tag:ours  (`) && !stdout.includes(join(dir, 'key')),
        stdout,
      );
      assert.equal((await hosts('list', 'tag:ours')).stdout, stdout);
      const unknown = await hosts('list', 'tag:ourz');
      assert.deepEqual([unknown.exitCode, server.connections], [2, 0]);
      assert.match(unknown.stderr, /HOST_UNKNOWN[^]*tag:ours/);
    }));

  it('are tried from the connection to the settings, and are left as they were', () =>
    withRack(async ({ hosts, entry, state }) => {
      const findings = said(await hosts('doctor', 'rack', '--json'));
      const of = (name: string): Finding | undefined => findings.find(({ what }) => what === name);
      assert.deepEqual(
        ['monitor', 'disk', 'clock', 'lease', 'alone on it'].map((what) => of(what)?.state),
        ['ok', 'ok', 'ok', 'ok', 'ok'],
      );
      assert.match(of('alone on it')?.detail ?? '', /asks for no settings/);
      await entry({ cpus: '0,4000', tuning: { governor: 'no-such-governor' } });
      const odd = await hosts('doctor', 'rack');
      assert.equal(odd.exitCode, 3);
      assert.match(odd.stdout, /MISSING {2}CPUs +the entry of host rack names CPU 4000/);
      assert.match(odd.stdout, /note +alone on it +rack: governor could not be set to no-such-governor/);
      assert.deepEqual(await readdir(join(state, 'boots')), []);
    }));

  it('that somebody else has say who, and are given free on demand', () =>
    withRack(async ({ hosts, state }) => {
      assert.equal((await hosts('probe', 'rack')).exitCode, 0);
      const lease = { state: join(state, 'lease'), ttlMs: 60_000, force: false };
      const shell = shellHere('rack');
      const first = await take(shell, 'anna@desk', lease);
      assert.ok('token' in first);
      const findings = said(await hosts('doctor', 'rack', '--json'));
      const held = findings.filter(({ state, detail }) => state === 'note' && detail.includes('anna@desk'));
      assert.deepEqual(
        held.map(({ what }) => what),
        ['lease', 'alone on it'],
      );
      assert.match((await hosts('prune', 'rack')).stderr, /LEASE_HELD: anna@desk measures on rack/);
      assert.equal((await hosts('release')).exitCode, 2);
      await release(shell, { ...lease, ...first });
      // Whoever takes it away waits until its owner cannot believe any more to have it.
      assert.ok('token' in (await take(shell, 'anna@desk', { ...lease, ttlMs: 15_000 })));
      assert.equal((await hosts('release', 'rack')).stdout, 'rack: taken from anna@desk');
      assert.equal((await hosts('release', 'rack')).stdout, 'rack: nobody had it');
    }));

  it('lose the images that no boot uses, and what is left of boots', () =>
    withRack(async ({ hosts, state }) => {
      await hosts('probe', 'rack');
      const [unused, used] = ['a'.repeat(64), 'b'.repeat(64)];
      for (const name of [unused, used]) await writeFile(join(state, 'store', name), 'image');
      await mkdir(join(state, 'boots', 'of the dead'));
      await writeFile(join(state, 'store', 'not ours'), 'x');
      const { stdout, exitCode } = await hosts('prune', 'rack');
      assert.equal(exitCode, 0);
      assert.match(stdout, /^rack: \d+ images removed$/);
      const left = await readdir(join(state, 'store'));
      assert.ok(!left.includes(unused) && left.includes('not ours'), left.join(' '));
      assert.deepEqual(await readdir(join(state, 'boots')), []);
    }));

  it('whose clock is an hour off are measured all the same, and it is said', () =>
    inTemp(async (dir) => {
      const date = execFileSync('sh', ['-c', 'command -v date'], { encoding: 'utf8' }).trim();
      await writeFile(join(dir, 'date'), `#!/bin/sh\nexec ${date} -d '+1 hour' "$@"\n`, { mode: 0o755 });
      const env = { PATH: `${dir}:${process.env['PATH'] ?? ''}` };
      await withRack(
        async ({ hosts }) => {
          const [clock] = said(await hosts('doctor', 'rack', '--json')).filter(
            ({ what }) => what === 'clock',
          );
          assert.match(
            clock?.detail ?? '',
            /^3,(59\d|60\d) s ahead of this machine's; nothing is measured by it$/,
          );
        },
        { env },
      );
    }));

  it('that let nobody in say so, with the command that shows more', () =>
    withRack(async ({ hosts, entry, dir }) => {
      for (const [more, code] of [
        [{ user: 'nobody' }, 'SSH_REFUSED'],
        [{ port: 1 }, 'SSH_UNREACHED'],
        [{ knownHosts: join(dir, 'none') }, 'SSH_HOST_KEY_UNKNOWN'],
        [{ key: join(dir, 'none') }, 'SSH_KEY_UNREADABLE'],
        [{ qemu: '/nowhere/qemu' }, 'QEMU_MISSING'],
      ] as const) {
        await entry(more);
        const { stdout, stderr, exitCode } = await hosts('doctor', 'rack');
        assert.deepEqual([exitCode, stderr], [3, 'trying rack'], code);
        assert.match(stdout, new RegExp(`^rack\nMISSING {2}connection +${code}: `), code);
      }
    }));
});
