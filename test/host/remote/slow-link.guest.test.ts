// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { remoteHost } from '../../../harness/host/remote/host.js';
import { sshShell } from '../../../harness/remote/ssh/shell.js';
import { createQemu } from '../../../harness/vmm/qemu.js';
import { bootLocally, requestOf } from '../../support/boot.js';
import { KERNEL_TIMEOUT } from '../../support/guest.js';
import { helloBoot } from '../../support/hello-boot.js';
import { slowLink } from '../../support/slow-link.js';
import { startSshServer } from '../../support/ssh-server.js';
import { inPlainTemp } from '../../support/temp.js';

describe('a host behind a link of 300 ms that loses one piece in twenty', function () {
  this.timeout(KERNEL_TIMEOUT);

  it('gives the boot of this machine', () =>
    inPlainTemp(async (dir) => {
      const server = await startSshServer();
      const link = await slowLink(server.target, { oneWayMs: 150, loss: 0.05, againMs: 400 });
      const options = { name: 'rack', state: join(dir, 'state'), storeMib: 256, qemu: 'qemu-system-x86_64' };
      const host = remoteHost(sshShell(link.target), options, [createQemu()]);
      try {
        const boot = await helloBoot();
        const { request, artifacts } = await requestOf(boot);
        for (const one of artifacts) await host.put(one);
        const { report, ending } = await host.boot(request, new AbortController().signal);
        assert.equal(ending, 'ok');
        assert.deepEqual(report?.tsc, (await bootLocally(boot)).result.report?.tsc);
      } finally {
        await host.close();
        await link.stop();
        await server.stop();
      }
    }));
});
