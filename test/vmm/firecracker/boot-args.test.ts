// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { packagePath } from '../../../harness/core/paths.js';
import { firecrackerArgs } from '../../../harness/vmm/firecracker/boot-args.js';

const RECOMMENDED = 'panic=1 8250.nr_uarts=1 i8042.noaux i8042.nomux i8042.dumbkbd swiotlb=noforce';

describe("a guest's command line under Firecracker", () => {
  it('ends by the keyboard controller, whatever the system says', () => {
    assert.equal(firecrackerArgs('reboot=t quiet'), `reboot=k ${RECOMMENDED} quiet`);
    assert.equal(firecrackerArgs(''), `reboot=k ${RECOMMENDED}`);
  });

  it('keeps what the system says, and adds nothing that it has said', () => {
    assert.equal(
      firecrackerArgs(
        'panic=-1 8250.nr_uarts=0 i8042.noaux i8042.nomux i8042.dumbkbd swiotlb=noforce root=/dev/vda rw',
      ),
      'reboot=k panic=-1 8250.nr_uarts=0 i8042.noaux i8042.nomux i8042.dumbkbd swiotlb=noforce root=/dev/vda rw',
    );
  });

  it('never forbids modules, which a kernel may need for its root', () => {
    assert.doesNotMatch(firecrackerArgs('quiet'), /nomodule/);
  });

  it('names the boot timer only when told, as PID 1 reads it', async () => {
    const args = firecrackerArgs('quiet', 0xc000_0000);
    assert.ok(args.endsWith(' quiet LUPINE_BOOT_TIMER=3221225472'));
    const init = await readFile(packagePath('kernel', 'init', 'boot-timer.c'), 'utf8');
    assert.match(init, /getenv\("LUPINE_BOOT_TIMER"\)/);
  });
});
