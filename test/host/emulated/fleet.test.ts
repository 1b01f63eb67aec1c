// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { access, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Fleet, startFleet } from '../../../harness/host/emulated/fleet.js';
import { hostsFolder, livingHosts } from '../../../harness/host/emulated/state.js';
import { stopHosts } from '../../../harness/host/emulated/stop.js';
import { createQemu } from '../../../harness/vmm/qemu.js';
import { fakeHost } from '../../support/fake-host.js';
import { becomes, processes } from '../../support/processes.js';
import { inPlainTemp, withCache } from '../../support/temp.js';

/** Hosts that are a script, in a cache of their own; they end with the test. */
const withFleet = (
  count: number,
  mood: string,
  test: (start: () => Promise<Fleet>, said: string[], program: string) => Promise<void>,
): Promise<void> =>
  inPlainTemp((dir) =>
    withCache(join(dir, 'cache'), async () => {
      const program = await fakeHost(dir);
      const disk = join(dir, 'disk');
      await writeFile(disk, '');
      const stop = new AbortController();
      const said: string[] = [];
      const fleets: Fleet[] = [];
      const start = async (): Promise<Fleet> => {
        const fleet = await startFleet({
          monitor: createQemu(program),
          image: { kernel: program, disk, cmdline: `mood=${mood}` },
          ...{ count, memoryMib: 64, processors: 1, signal: stop.signal },
          onReady: ({ name }) => said.push(`${name} ready`),
          onEnded: (error) => said.push(error instanceof Error ? error.message : 'odd'),
        });
        fleets.push(fleet);
        return fleet;
      };
      try {
        await test(start, said, program);
      } finally {
        stop.abort();
        await Promise.all(fleets.map(({ ended }) => ended));
      }
      assert.equal(await nothingRuns(program), true);
    }),
  );

const nothingRuns = (program: string): Promise<boolean> =>
  becomes(async () => (await processes()).every(({ command }) => !command.includes(program)));

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

describe('emulated hosts', function () {
  this.timeout(120_000);

  it('are in the inventory with all that an SSH client needs, and their keys are for nobody else', () =>
    withFleet(2, 'calm', async (start) => {
      const { inventory, hosts } = await start();
      const { hosts: entries } = parse(await readFile(inventory, 'utf8')) as {
        hosts: Record<string, unknown>[];
      };
      assert.deepEqual(
        entries.map(({ name, address, user, emulated, tags }) => ({ name, address, user, emulated, tags })),
        ['emulated-1', 'emulated-2'].map((name) => {
          return { name, address: '127.0.0.1', user: 'root', emulated: true, tags: ['kvm', 'emulated'] };
        }),
      );
      assert.notEqual(entries[0]?.['port'], entries[1]?.['port']);
      for (const [at, { dir, port }] of hosts.entries()) {
        assert.equal(entries[at]?.['port'], port);
        const names = await readdir(dir);
        assert.ok(!names.includes('host_key'), 'the host key is on the disk of the host only');
        for (const name of ['id_ed25519', 'known_hosts', 'given.ext2']) {
          assert.equal((await stat(join(dir, name))).mode & 0o777, 0o600, name);
        }
        assert.match(
          await readFile(join(dir, 'id_ed25519'), 'utf8'),
          /^-----BEGIN OPENSSH PRIVATE KEY-----\n/,
        );
        assert.match(
          await readFile(join(dir, 'known_hosts'), 'utf8'),
          new RegExp(String.raw`^\[127\.0\.0\.1\]:${port} ssh-ed25519 [\w+/=]+\n$`),
        );
      }
    }));

  it('get names that none has, and go one by one or all', () =>
    withFleet(2, 'calm', async (start) => {
      const [one, two] = [await start(), await start()];
      const names = async (): Promise<string[]> => (await livingHosts()).map(({ name }) => name);
      assert.deepEqual(await names(), ['emulated-1', 'emulated-2', 'emulated-3', 'emulated-4']);
      // This process has them all and is not ended for it: each is asked by its name.
      assert.deepEqual(await stopHosts(['emulated-2', 'emulated-3']), ['emulated-2', 'emulated-3']);
      assert.deepEqual(await names(), ['emulated-1', 'emulated-4']);
      const listed = parse(await readFile(one.inventory, 'utf8')) as { hosts: { name: string }[] };
      assert.deepEqual(
        listed.hosts.map(({ name }) => name),
        ['emulated-1', 'emulated-4'],
      );
      await assert.rejects(stopHosts(['emulated-9']), { code: 'HOST_UNKNOWN', exit: 2 });
      assert.deepEqual([await stopHosts(['emulated-1']), await names()], [['emulated-1'], ['emulated-4']]);
      assert.equal(await one.ended, true);
      assert.equal(await isThere(two.inventory), true);
    }));

  it('leave no inventory and no folder behind', () =>
    withFleet(1, 'calm', async (start) => {
      const { inventory, hosts, ended } = await start();
      await writeFile(join(hosts[0]?.dir ?? '', 'stop'), '');
      assert.equal(await ended, true);
      assert.equal(await isThere(inventory), false);
      assert.deepEqual(await readdir(await hostsFolder()), ['lock']);
    }));

  it('that end by themselves are said to have', () =>
    withFleet(1, 'short', async (start, said) => {
      assert.equal(await (await start()).ended, false);
      assert.match(
        said.join('\n'),
        /^emulated-1 ready\nthe emulated host emulated-1 ended \(exited with status 0\)\.$/,
      );
    }));

  it('whose port is taken are none', () =>
    withFleet(2, 'port', async (start) => {
      await assert.rejects(start(), { code: 'HOST_PORT', exit: 3 });
      assert.deepEqual(await readdir(await hostsFolder()), ['lock']);
    }));
});
