// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { guestImage, guestSystemImage } from '../../../harness/image/guest/image.js';
import type { GuestImageRequest } from '../../../harness/image/guest/types.js';
import { resolveGuest } from '../../../harness/system/guest/resolve.js';
import { builtinScenarios } from '../../support/builtin.js';
import { playingGuest } from '../../support/playing-guest.js';

describe('the image of a system that brings its own kernel', () => {
  it('is read for the programs that a scenario asks for, whatever else runs in it', async () => {
    const path = await playingGuest();
    const clients = { one: { begin: 'b1', end: 'e1' }, two: { begin: 'b2', end: 'e2' } };
    const system = resolveGuest(
      { name: 'mine', title: 'Mine', summary: 'Mine.', family: 'own', subject: true },
      { apps: { redis: { success: ['ok'], end: 'kill', clients } } },
      [{ name: 'kernel', place: { kind: 'path', path }, project: join(path, 'p'), next: 'Give it.' }],
    );
    const observed = async (...names: string[]): Promise<unknown> => {
      const request = {
        ...{ system, appName: 'redis', clock: 'wall', scenario: await builtinScenarios.load('boot-main') },
        requests: names.map((client) => ({ client })),
        ...{ signal: new AbortController().signal, onProgress: () => undefined, onNote: () => undefined },
      } as unknown as GuestImageRequest;
      const { observer, expects } = await guestImage(request, guestSystemImage(system));
      assert.deepEqual(expects.clients, names);
      return typeof observer === 'object' ? observer.clients : observer;
    };
    assert.deepEqual(await observed('two'), { two: clients.two });
    assert.deepEqual(await observed('one', 'two'), clients);
    assert.equal(await observed(), undefined);
  });
});
