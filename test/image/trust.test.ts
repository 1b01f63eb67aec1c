// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { GUEST_INTERFACE } from '../../harness/app/host-load.js';
import { makeJob } from '../../harness/app/make-job.js';
import type { AppDeclaration } from '../../harness/app/types.js';
import { isBound, jobTrust, kernelTrust } from '../../harness/image/trust.js';

const GUARDED = 'CONFIG_MULTIUSER=y\nCONFIG_X86_IOPL_IOPERM=y\n';
const APP: AppDeclaration = {
  ...{ name: 'a', title: 'A', command: ['/a'], network: 'loopback', ready: { tcp: 1 }, checks: [] },
  clients: { ab: { command: ['/ab'] } },
};

/** Reasons in a load of an app, from inside unless said otherwise. */
const inLoad = (change: Partial<AppDeclaration> = {}, outside = false) =>
  jobTrust(
    makeJob(
      { ...APP, ...change },
      {
        ...{ clock: 'wall', purpose: 'load', clients: [{ client: 'ab' }] },
        ...(outside ? { ethernet: GUEST_INTERFACE } : {}),
      },
    ),
  );

describe('what a report rests on', () => {
  it('is the kernel, where that has users and ports', () => {
    assert.deepEqual(kernelTrust(GUARDED), []);
    assert.ok(isBound(kernelTrust(GUARDED)));
  });

  it('is trust in the app where the kernel keeps it from nothing', () => {
    assert.deepEqual(kernelTrust(`${GUARDED}CONFIG_KERNEL_MODE_LINUX=y\n`), ['kernel-mode']);
    assert.deepEqual(kernelTrust('CONFIG_X86_IOPL_IOPERM=y\n# CONFIG_MULTIUSER is not set\n'), ['one-user']);
    assert.deepEqual(kernelTrust('CONFIG_MULTIUSER=y\n'), ['no-ports']);
    assert.deepEqual(kernelTrust(undefined), ['unknown-kernel']);
  });

  it('is a report without a nonce only where the kernel may not give PID 1 one', () => {
    assert.ok(isBound(['kernel-mode', 'one-user', 'privileged', 'shared-user']));
    assert.ok(!isBound(['no-ports']));
    assert.ok(!isBound(['unknown-kernel']));
  });

  it('is trust in an app that declares that it needs all rights', () => {
    const job = makeJob({ ...APP, privileged: true }, { clock: 'wall', purpose: 'boot' });
    assert.deepEqual(jobTrust(job), ['privileged']);
    assert.deepEqual(jobTrust(makeJob(APP, { clock: 'wall', purpose: 'boot' })), []);
  });

  it('is trust in an app that is root beside the programs that load it', () => {
    assert.deepEqual(inLoad(), ['shared-user']);
    assert.deepEqual(inLoad({ user: { uid: 0, gid: 1 } }), ['shared-user']);
    assert.deepEqual(inLoad({ user: { uid: 33, gid: 33 } }), []);
    assert.deepEqual(inLoad({}, true), []);
  });
});
