// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { execa } from 'execa';
import { buildHelpers } from '../../harness/load/helpers.js';
import { openGuestNetwork } from '../../harness/load/guest-network.js';
import { refusal } from '../../harness/load/refusal.js';
import { failsWith } from '../support/errors.js';
import { EXIT } from '../../harness/core/errors.js';
import { foreign } from '../../harness/core/foreign.js';
import { isGone } from '../support/processes.js';

const NETWORK = ['tap0', '10.0.0.1', '255.255.255.0'];

/** Root without its capabilities. CAP_SETFCAP stays: without it the kernel lets nobody map user 0 into a namespace. */
const WITHOUT_RIGHTS = ['setpriv', '--bounding-set', '-all,+setfcap', '--inh-caps', '-all', '--'];

/** As {@link WITHOUT_RIGHTS}, where the kernel lets nobody make a user namespace. */
const FORBIDDEN = ['unshare', '--user', '--map-root-user', 'sh', '-c'];

describe('a network of its own', function () {
  this.timeout(60_000);

  it('has one tap device, the host has none of it, and it ends when it is closed', async () => {
    const network = await openGuestNetwork();
    const [program = '', ...args] = network.enter;
    const { stdout } = await execa(program, [...args, 'cat', '/proc/net/dev']);
    assert.match(stdout, /^ *tap0:/m);
    assert.doesNotMatch(await readFile('/proc/self/net/dev', 'utf8'), /^ *tap0:/m);
    await network.close();
    assert.ok(await isGone(network.pid));
  });

  it('is made by a user without rights, in a user namespace', async () => {
    const { 'guest-network': program } = await buildHelpers();
    const asUser = process.getuid?.() === 0 ? WITHOUT_RIGHTS : ['env'];
    const [first = '', ...args] = [...asUser, program, ...NETWORK];
    const { stdout } = await execa(first, args, { stdin: 'ignore' });
    assert.equal(stdout, 'ready user');
  });

  it('is refused with the setting that forbids it', async () => {
    const { 'guest-network': helper } = await buildHelpers();
    const [program = '', ...args] = FORBIDDEN;
    const script = `echo 0 >/proc/sys/user/max_user_namespaces; exec ${WITHOUT_RIGHTS.join(' ')} '${helper}' ${NETWORK.join(' ')}`;
    const { exitCode, stderr } = await execa(program, [...args, script], { stdin: 'ignore', reject: false });
    assert.equal(exitCode, 2, stderr);
    const settings: [file: string, value: string, allow: RegExp][] = [
      ['/proc/sys/kernel/unprivileged_userns_clone', '0', /sysctl kernel\.unprivileged_userns_clone=1/],
      ['/proc/sys/kernel/apparmor_restrict_unprivileged_userns', '1', /sysctl kernel\.apparmor_\w+=0/],
      ['/proc/sys/user/max_user_namespaces', '0', /sysctl user\.max_user_namespaces/],
      ['none of them', '', /as root/],
    ];
    for (const [forbidding, value, allow] of settings) {
      const read = (file: string): Promise<string> => Promise.resolve(file === forbidding ? value : '');
      const error = await refusal(exitCode, foreign(stderr), read);
      await failsWith(
        Promise.reject(error),
        'NAMESPACE_REFUSED',
        EXIT.couldNotMeasure,
        /user namespace: No space/,
      );
      assert.match(error.next, allow);
    }
  });

  it('is refused without a tap device in other words', async () => {
    const error = await refusal(3, foreign('/dev/net/tun: No such file or directory\n'));
    await failsWith(Promise.reject(error), 'TAP_REFUSED', EXIT.couldNotMeasure, /\/dev\/net\/tun: No such/);
    const unknown = await refusal(undefined, foreign(''));
    await failsWith(Promise.reject(unknown), 'GUEST_NETWORK_FAILED', EXIT.couldNotMeasure);
  });
});
