// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import {
  type Abilities,
  PARTS,
  hostAbilities,
  readAbilities as readWords,
} from '../../harness/confine/abilities.js';
import { EXIT } from '../../harness/core/errors.js';
import { foreign } from '../../harness/core/foreign.js';
import { clientParts, clientProtection } from '../../harness/load/confined-client.js';
import { monitorParts, monitorProtection } from '../../harness/vmm/monitor-protection.js';
import { failsWith } from '../support/errors.js';
import { withEnvironment } from '../support/temp.js';

const ALL = PARTS.map((part) => `${part} yes\n`).join('');
const DENIED = 'confine: namespaces: Operation not permitted';

/** As in a container that root has without the right to mount. */
const CONTAINER = `user yes\nview no ${DENIED}\nnetwork no ${DENIED}\nprocesses no ${DENIED}\n/dev/kvm no ${DENIED}\n`;

const readAbilities = (said: string, root: boolean): Abilities => readWords(foreign(said), root);

const partsOf = (abilities: Abilities): string[][] => [
  [...monitorParts(abilities, [])],
  [...monitorParts(abilities, ['/dev/kvm'])],
  [...clientParts(abilities)],
];

describe('what of a confinement can be had', () => {
  it('is everything for root on a host that forbids nothing', () => {
    const abilities = readAbilities(`${ALL}/dev/kvm yes\n/dev/net/tun yes\n`, true);
    assert.deepEqual(partsOf(abilities), [
      ['user', 'view', 'network'],
      ['user', 'view', 'network'],
      ['user', 'view', 'processes'],
    ]);
    assert.deepEqual(
      [monitorProtection(abilities, undefined).lacks, clientProtection(abilities).lacks],
      [[], []],
    );
  });

  it('leaves QEMU the user that it is started by when that is not root, and says so', () => {
    const abilities = readAbilities(ALL, false);
    assert.deepEqual(partsOf(abilities), [[], [], ['view', 'processes']]);
    assert.match(monitorProtection(abilities, undefined).lacks.join(), /only root can give them/);
    assert.match(clientProtection(abilities).lacks.join(), /a user of its own \(you are not root\)/);
  });

  it('is less where a host forbids more, each part with its reason', () => {
    const abilities = readAbilities(CONTAINER, true);
    // Nothing of KVM without the device: then it stays root's process.
    assert.deepEqual(partsOf(abilities), [['user'], [], ['user']]);
    const { has, lacks } = monitorProtection(abilities, 'no seccomp');
    assert.deepEqual(has, ['a user of its own', 'no privileges and no way to gain any']);
    assert.equal(lacks.filter((one) => one.includes('(namespaces: Operation not permitted)')).length, 3);
    assert.ok(lacks.includes('a filter of its system calls (no seccomp)'));
  });

  it('is nothing where nothing is known', () => {
    for (const said of ['', 'user\nview perhaps', 'USER yes'])
      assert.deepEqual(partsOf(readAbilities(said, true)), [[], [], []]);
  });

  it('is not asked of a device that is not there', () => {
    const said = `${ALL}/dev/kvm no confine: opening /dev/kvm: No such file or directory\n`;
    assert.equal(readAbilities(said, true).withheld.size, 0);
  });

  it('is nothing when it is switched off, and that is said', () =>
    withEnvironment('LUPINE_BENCH_CONFINE', 'off', async () => {
      const abilities = await hostAbilities();
      assert.deepEqual(partsOf(abilities), [[], [], []]);
      assert.match(clientProtection(abilities).lacks.join(), /\(LUPINE_BENCH_CONFINE=off\)/);
    }));

  it('is refused to a switch in no known position', () =>
    withEnvironment('LUPINE_BENCH_CONFINE', 'no', () =>
      failsWith(hostAbilities(), 'CONFINE_SWITCH', EXIT.usage, /LUPINE_BENCH_CONFINE/),
    ));
});
