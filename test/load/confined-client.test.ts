// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { openGuestNetwork } from '../../harness/load/guest-network.js';
import { byClient, serveNameless } from '../support/attack.js';
import { inPlainTemp } from '../support/temp.js';

describe('a client in the network of its guest', function () {
  this.timeout(60_000);

  it('reaches no server and no nameless socket of the host', () =>
    inPlainTemp(async (dir) => {
      const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const port = String((server.address() as AddressInfo).port);
      const name = `@lupine-client-${process.pid}`;
      const stopServing = await serveNameless(dir, name);
      const network = await openGuestNetwork();
      try {
        for (const [attack, words] of [
          ['tcp', port],
          ['local', name],
        ] as const) {
          assert.match(await byClient(dir, attack, words), /^done/, 'in the network of the host');
          assert.match(await byClient(dir, attack, words, network), /^denied/);
        }
      } finally {
        await network.close();
        await stopServing();
        server.close();
      }
    }));
});
