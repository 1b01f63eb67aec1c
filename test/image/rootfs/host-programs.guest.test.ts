// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { execa } from 'execa';
import { EXIT } from '../../../harness/core/errors.js';
import { hostClients } from '../../../harness/image/host-clients.js';
import { failsWith } from '../../support/errors.js';
import { builtinApps } from '../../support/builtin.js';

describe('clients for this host', function () {
  this.timeout(180_000);

  for (const [app, client] of [
    ['redis', 'redis-benchmark'],
    ['nginx', 'ab'],
    ['nginx', 'wrk'],
  ] as const) {
    it(`${client}: program, linker and libraries are all from packages, none is the host's`, async () => {
      const { declaration } = await builtinApps.load(app);
      const { clients, port, programs } = await hostClients(declaration, [{ client, args: ['-V'] }], {});
      assert.equal(port, declaration.ready.tcp);
      const [{ argv } = { argv: [''] }] = clients;
      const [linker = '', ...args] = argv;
      const { stdout } = await execa(linker, ['--list', ...args.slice(0, 3)], { cwd: programs.path });
      const libraries = [...stdout.matchAll(/(?:=> )?(\S*\/\S+) \(0x/g)].map(([, path = '']) => path);
      assert.ok(libraries.length > 2, stdout);
      for (const path of libraries) assert.match(path, /^(?:\.\/)?usr\/lib/, stdout);
    });
  }

  it('are there only for an app that serves', async () => {
    const { declaration } = await builtinApps.load('hello');
    await failsWith(
      hostClients(declaration, [], {}),
      'APP_SERVES_NOTHING',
      EXIT.usage,
      /hello has no TCP port/,
    );
  });
});
