// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { pluginFailure } from '../../harness/boot/plugin-words.js';
import { foreign } from '../../harness/core/foreign.js';

/** What QEMU prints, by version and build, when it takes no plugin or not this one. */
const REFUSALS = [
  "qemu-system-x86_64: -plugin /p/profile.so: There is no option group 'plugin'",
  'qemu-system-x86_64: -plugin: invalid option',
  'Could not load plugin /p/profile.so: /p/profile.so: undefined symbol: qemu_plugin_register_vcpu_tb_trans_cb',
  'Could not load plugin /p/profile.so: plugin requires API version 9, but this QEMU supports only a minimum version of 0',
];

describe('words of a monitor that was to count', () => {
  for (const words of REFUSALS)
    it(`say that it cannot: ${words.slice(0, 60)}`, () => {
      const failure = pluginFailure(foreign(`${words}\n`), false);
      assert.equal(failure?.code, 'PROFILE_UNSUPPORTED');
      assert.match(failure.next, /QEMU/);
    });
  it('are those of the guest where it spoke', () =>
    assert.equal(pluginFailure(foreign('no plugin here\n'), true), undefined));
  it('are of something else where they name no plugin', () =>
    assert.equal(pluginFailure(foreign('qemu: out of memory\n'), false), undefined));
  it('are its own: too much, or no room', () => {
    assert.equal(pluginFailure(foreign('profile: too large\n'), true)?.code, 'PROFILE_TOO_LARGE');
    assert.equal(pluginFailure(foreign('profile: cannot write\n'), true)?.code, 'PROFILE_FAILED');
  });
});
