// SPDX-License-Identifier: Apache-2.0
import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { guestFile } from '../../../harness/image/guest/files.js';
import { buildHermitux } from '../../../harness/image/hermitux/build.js';
import type { GuestImageRequest } from '../../../harness/image/guest/types.js';
import type { GuestSystem } from '../../../harness/system/types.js';
import { failsWith } from '../../support/errors.js';
import { fakeMonitor } from '../../support/fake-monitor.js';
import { inTemp } from '../../support/temp.js';

describe('files of a system that brings its own kernel', () => {
  it('are files of a size that can be read', () =>
    inTemp(async (dir) => {
      const path = join(dir, 'kernel');
      const system = {
        name: 'mine',
        artifacts: [
          { name: 'kernel', place: { kind: 'path', path }, project: join(dir, 'p'), next: 'Give it.' },
        ],
      } as unknown as GuestSystem;
      const how = { signal: new AbortController().signal, onProgress: () => undefined };
      await failsWith(guestFile(system, 'kernel', how), 'ARTIFACT_FILE', 3, /is not there/);
      await writeFile(path, '');
      await truncate(path, 2 ** 32);
      await failsWith(guestFile(system, 'kernel', how), 'ARTIFACT_FILE', 3, /more than 2147483647 bytes/);
      await failsWith(guestFile(system, 'constructor', how), 'ARTIFACT_NOT_GIVEN', 3, /"constructor"/);
    }));

  it('of HermiTux have a program for each app', () =>
    inTemp(async (dir) => {
      const kernel = join(dir, 'kernel');
      await writeFile(kernel, 'KERN');
      const request = {
        ...{ system: { name: 'mine' }, app: { success: ['ok'], end: 'kill' }, appName: 'nobodys' },
        file: async (name: string) => (name === 'proxy' ? await fakeMonitor() : kernel),
        signal: new AbortController().signal,
      } as unknown as GuestImageRequest;
      await failsWith(buildHermitux(request), 'HERMITUX_APP', 3, /mine names no program for nobodys/);
    }));
});
