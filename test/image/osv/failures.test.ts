// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { ScriptReader } from '../../../harness/boot/script-reader.js';
import { OSV_FAILURES } from '../../../harness/image/osv/failures.js';

/** What a console said by which a guest failed. */
function failed(console: string): string | undefined {
  const reader = new ScriptReader({
    success: ['Hello, world!'],
    failures: [...OSV_FAILURES],
    end: { exit: [0] },
  });
  reader.take(Buffer.from(console, 'latin1'));
  return reader.finish().failed?.says;
}

describe('what OSv says when it fails', () => {
  it('is known by its lines', () => {
    const start = 'OSv v0.57.0-398-g0e34e4dc\r\n';
    assert.match(
      failed(`${start}Neither paravirtual clock nor HPET is available.\r\nHalting.\r\n`) ?? '',
      /found no clock: without KVM it needs a machine with ACPI and an HPET/,
    );
    assert.match(failed(`${start}Failed to load object: /x. Powering off.\r\n`) ?? '', /not in the image/);
    assert.match(
      failed('Out of memory: could not reclaim any further. Current memory: 12 Kb\r\n') ?? '',
      /too little memory/,
    );
    assert.match(failed('Assertion failed: a (b: c: 3)\r\n\r\n[backtrace]\r\n') ?? '', /assertion/);
    assert.match(failed('lupine nobody listens on port 6379\n') ?? '', /did not accept/);
  });

  it('is not taken from what stands within a line, nor from a guest that does well', () => {
    assert.equal(failed('it printed: Aborted\nHello, world!\n'), undefined);
    assert.equal(
      failed('OSv v0.57\r\neth0: 10.0.2.15\r\nBooted up in 0.00 ms\r\nHello, world!\r\n'),
      undefined,
    );
  });
});
