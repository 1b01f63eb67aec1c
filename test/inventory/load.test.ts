// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { type InventoryHost, loadInventory } from '../../harness/inventory/load.js';
import { targetOf } from '../../harness/inventory/target.js';
import { useTempDir } from '../support/temp.js';

describe('an inventory of hosts', () => {
  const temp = useTempDir();
  const file = (): string => join(temp.dir, 'hosts.yaml');
  const load = async (...lines: string[]): Promise<InventoryHost[]> => {
    writeFileSync(file(), `hosts:\n${lines.map((line) => `  ${line}\n`).join('')}`);
    return await loadInventory(file());
  };

  it('says how each host is reached, with paths from where the file is', async () => {
    const hosts = await load(
      '- { name: gate, address: gate.lab, user: me }',
      '- { name: rack-1, address: 10.0.0.5, port: 2222, user: bench, key: keys/id, knownHosts: ~/known, jump: gate }',
    );
    assert.ok(hosts[0] !== undefined && hosts[1] !== undefined);
    const gate = await targetOf(hosts[0], hosts);
    assert.equal(gate.port, 22);
    assert.deepEqual(await targetOf(hosts[1], hosts), {
      ...{ name: 'rack-1', address: '10.0.0.5', port: 2222, user: 'bench', jump: gate },
      ...{ key: join(temp.dir, 'keys/id'), knownHosts: [join(homedir(), 'known')] },
    });
    const [plain] = await load('- { name: rack, address: rack }');
    assert.ok(plain !== undefined);
    assert.equal((await targetOf(plain, [plain])).user, userInfo().username);
  });

  it('refuses what no host can be, naming line and key', async () => {
    const cases: [line: string, code: string, said: RegExp][] = [
      ['- { name: rack }', 'HOSTS_INVALID', /:2:.*either "address" or "ssh"/],
      ['- { name: rack, address: a, ssh: b }', 'HOSTS_INVALID', /either/],
      ['- { name: rack, ssh: b, port: 3 }', 'HOSTS_INVALID', /"port" is taken from/],
      ['- { name: local, address: a }', 'HOSTS_INVALID', /no name for a host/],
      ['- { name: rack, address: a, jump: none }', 'HOSTS_INVALID', /no host "none"/],
      ['- { name: rack, address: a, jump: rack }', 'HOSTS_INVALID', /through itself/],
      ['- { name: rack, address: a, cpus: 3-1 }', 'HOSTS_INVALID', /no list of CPUs/],
      ['- { name: rack, address: "-oProxyCommand=x" }', 'YAML_INVALID', /address/],
      ['- { name: rack, address: "a b" }', 'YAML_INVALID', /address/],
      ['- { name: rack, address: a, user: "x;id" }', 'YAML_INVALID', /user/],
      ['- { name: rack, address: a, qemu: "/usr/bin/q\'emu" }', 'YAML_INVALID', /qemu/],
      ['- { name: rack, address: a, state: relative }', 'YAML_INVALID', /state/],
      ['- { name: rack, address: a, port: 70000 }', 'YAML_INVALID', /port/],
      ['- { name: rack, address: a, adress: b }', 'YAML_INVALID', /adress/],
    ];
    for (const [line, code, said] of cases) {
      await assert.rejects(load(line), (error: Error & { code?: unknown }) => {
        assert.equal(error.code, code, line);
        assert.match(error.message, said, line);
        return true;
      });
    }
    await assert.rejects(load('- { name: a, address: a }', '- { name: a, address: b }'), /two hosts "a"/);
  });
});
