// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { needsIn } from '../../../harness/image/kernel/kconfig.js';

describe('what options need by a Kconfig file', () => {
  const needs = needsIn(
    [
      'menuconfig SCSI',
      '\ttristate "SCSI"',
      '\tdepends on BLOCK && !LATER  # not FOO',
      '\thelp',
      '\t  depends on nothing, and',
      '\t  if you have none, say N.',
      '',
      'if SCSI',
      'menu "Drivers"',
      '\tdepends on PCI',
      'config ISCSI_TCP',
      '\tdepends on INET && \\',
      '\t\tNET',
      'endmenu',
      'endif # SCSI',
      'config PLAIN',
      '\tbool "Plain" if EXPERT',
    ].join('\n'),
  );

  it('are its own dependencies', () => {
    assert.deepEqual(needs.get('SCSI'), ['BLOCK', 'LATER']);
  });
  it('are those of the blocks around it, too', () => {
    assert.deepEqual(needs.get('ISCSI_TCP'), ['SCSI', 'PCI', 'INET', 'NET']);
  });
  it('end with the block, and are none for an option without', () => {
    assert.deepEqual(needs.get('PLAIN'), []);
  });
});
