// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { inventoryText, sshWords, entryOf } from '../../../harness/host/emulated/inventory-text.js';
import { endOwner, isRunning, ownerOf } from '../../../harness/core/owner.js';
import { claimHosts, hostsFolder, livingHosts } from '../../../harness/host/emulated/state.js';
import { stopHosts } from '../../../harness/host/emulated/stop.js';
import { inTemp, withCache } from '../../support/temp.js';

describe('the state of emulated hosts', function () {
  this.timeout(30_000);

  it('tells a process from a later one with the same number', async () => {
    const owner = await ownerOf();
    assert.equal(await isRunning(owner), true);
    assert.equal(await isRunning({ ...owner, started: '1 other' }), false);
    assert.equal(await isRunning({ ...owner, started: '' }), false);
    // Nobody but the process that was meant gets the signal.
    assert.equal(await endOwner({ ...owner, started: '1 other' }, 'SIGKILL', 1000), true);
  });

  it('ends a process, and knows one that has ended', async () => {
    const child = execa(process.execPath, ['-e', 'setTimeout(() => {}, 600000)'], { reject: false });
    const owner = await ownerOf(child.pid);
    assert.equal(await isRunning(owner), true);
    assert.equal(await endOwner(owner, 'SIGKILL', 20_000), true);
    assert.equal((await child).signal, 'SIGKILL');
    assert.equal(await isRunning(owner), false);
  });

  it('removes what dead processes, and others, left, and takes the name again', () =>
    inTemp((dir) =>
      withCache(dir, async () => {
        const folder = await hostsFolder();
        const states = {
          'emulated-1': '{"name":"emulated-1","port":1,"owner":{"pid":1,"started":"0 gone"},"ready":true}',
          'emulated-2': '{',
          'emulated-3': 'null',
        };
        for (const [name, text] of Object.entries(states)) {
          await mkdir(join(folder, name));
          await writeFile(join(folder, name, 'state.json'), text);
        }
        await mkdir(join(folder, 'emulated-..'));
        assert.deepEqual(await livingHosts(), []);
        const claimed = await claimHosts([41001, 41002], await ownerOf());
        assert.deepEqual(
          claimed.map(({ name, port }) => [name, port]),
          [
            ['emulated-1', 41001],
            ['emulated-2', 41002],
          ],
        );
        assert.deepEqual((await readdir(folder)).sort(), ['emulated-..', 'emulated-1', 'emulated-2', 'lock']);
      }),
    ));

  it('is nothing to stop where none runs', () =>
    inTemp((dir) =>
      withCache(dir, async () => {
        assert.deepEqual(await stopHosts([]), []);
        await assert.rejects(stopHosts(['emulated-1']), {
          code: 'HOST_UNKNOWN',
          next: 'None runs at the moment.',
        });
      }),
    ));
});

describe('the inventory of emulated hosts', () => {
  const host = {
    ...{ name: 'emulated-1', port: 40221, ready: true, dir: '/c/hosts/emulated-1' },
    owner: { pid: 1, started: '' },
  };

  it('has the shape of any inventory', () => {
    assert.equal(
      inventoryText([host]),
      `# Written by \`lupine-bench hosts emulate\`, and again with every host that comes or goes.
hosts:
  - name: emulated-1
    address: 127.0.0.1
    port: 40221
    user: root
    key: /c/hosts/emulated-1/id_ed25519
    knownHosts: /c/hosts/emulated-1/known_hosts
    emulated: true
    tags:
      - kvm
      - emulated
`,
    );
  });

  it('is all that ssh needs, whatever the user has configured', () => {
    assert.equal(
      sshWords(entryOf(host)).join(' '),
      'ssh -F none -i /c/hosts/emulated-1/id_ed25519 -o UserKnownHostsFile=/c/hosts/emulated-1/known_hosts -o IdentitiesOnly=yes -o StrictHostKeyChecking=yes -p 40221 root@127.0.0.1',
    );
    const odd = sshWords(entryOf({ ...host, dir: '/c/100 %/h' }));
    assert.deepEqual(
      [odd[4], odd[6]],
      ['/c/100 %%/h/id_ed25519', 'UserKnownHostsFile="/c/100 %%/h/known_hosts"'],
    );
  });
});
