// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { searchPath } from '../../harness/core/child.js';

describe('the folders in which programs are sought', () => {
  it('are those of the user, then those that Debian keeps for root', () => {
    assert.equal(searchPath('/opt/qemu/bin:/usr/bin'), '/opt/qemu/bin:/usr/bin:/usr/sbin:/sbin');
  });
  it('are never the current one, which an empty or relative name means', () => {
    for (const path of [':/usr/bin', '/usr/bin:', '/usr/bin::', 'bin:/usr/bin:.', '/usr/bin:../bin'])
      assert.equal(searchPath(path), '/usr/bin:/usr/sbin:/sbin', path);
  });
  it("are the system's where PATH is empty or missing", () => {
    for (const path of ['', ':', '.', undefined])
      assert.equal(searchPath(path), '/usr/bin:/bin:/usr/sbin:/sbin', path);
  });
});
