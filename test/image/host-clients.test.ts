// SPDX-License-Identifier: Apache-2.0
import { EXIT } from '../../harness/core/errors.js';
import { hostClients } from '../../harness/image/host-clients.js';
import { failsWith } from '../support/errors.js';
import { builtinApps } from '../support/builtin.js';

const many = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`V${index}`, 'x']));

describe('a client on this host', () => {
  for (const [what, client] of [
    ['a zero byte in its arguments', { command: ['/usr/bin/ab', 'a\0b'] }],
    ['a zero byte in its environment', { command: ['/usr/bin/ab'], env: { A: 'a\0b' } }],
    ['a variable with two values', { command: ['/usr/bin/ab'], env: { 'A=B': 'C' } }],
    ['a variable without a name', { command: ['/usr/bin/ab'], env: { '': 'C' } }],
    ['thousands of variables', { command: ['/usr/bin/ab'], env: many }],
  ] as const) {
    it(`is refused with ${what}, before anything is fetched for it`, async () => {
      const { declaration } = await builtinApps.load('nginx');
      const hostile = { ...declaration, clients: { ab: { ...client, command: [...client.command] } } };
      await failsWith(
        hostClients(hostile, [{ client: 'ab' }], {}),
        'CLIENT_INVALID',
        EXIT.usage,
        /client ab of the app nginx/,
      );
    });
  }
});
