// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../../harness/core/errors.js';
import { foreign } from '../../../harness/core/foreign.js';
import { readResult } from '../../../harness/host/keeper/result.js';
import { failsWith } from '../../support/errors.js';

const HEAD = 'lupine-boot-result 1\nstopped none\n';
const REST = 'host-ns 2000\nconsole 7\nfree 123\nend\n';

const read = (text: string): ReturnType<typeof readResult> => readResult(foreign(text), 'far');

/** What a host may say that lies. */
const HOSTILE = [
  '',
  'lupine-boot-result 2\nstopped none\nstatus 0\nhost-ns 1\nconsole 0\nfree 1\nend\n',
  `${HEAD}${REST}`,
  `${HEAD}status 0\nsignal 9\n${REST}`,
  `${HEAD}status 0\nstatus 1\n${REST}`,
  `${HEAD}status 256\n${REST}`,
  `${HEAD}status -1\n${REST}`,
  `${HEAD}status 0x1\n${REST}`,
  `${HEAD}status 0\nawaited-ns 2001\n${REST}`,
  `${HEAD}status 0\nawaited-ns 99999999999999999999\n${REST}`,
  `${HEAD}status 0\n__proto__ 1\n${REST}`,
  `${HEAD}status 0\nconstructor 1\n${REST}`,
  `${HEAD}status 0\n\u001b[2J\n${REST}`,
  `${HEAD}status 0\nhost-ns 1\nconsole 0\nend\n`,
  `${HEAD}status 0\n${REST.slice(0, -1)}`,
  `${HEAD}status 0\n${REST}more\n`,
  `lupine-boot-result 1\nstopped forever\nstatus 0\n${REST}`,
];

describe('the result of a keeper', () => {
  it('says how a monitor ended', () => {
    const { exitCode, signal, stopped, hostNs, console, free } = read(`${HEAD}status 3\n${REST}`);
    assert.deepEqual(
      [exitCode, signal, stopped, hostNs, console, free],
      [3, undefined, undefined, 2000, 7, 123],
    );
    const killed = read(
      `lupine-boot-result 1\nstopped timeout\nsignal 9\nawaited-ns 5\nconsole-errno 28\n${REST}`,
    );
    assert.deepEqual(
      [killed.signal, killed.stopped, killed.awaitedNs, killed.consoleFailed],
      ['SIGKILL', 'timeout', 5, true],
    );
    assert.equal(read(`${HEAD}network 2\n${REST}`).networkFailed, 2);
  });
  for (const text of HOSTILE)
    it(`is refused when it is ${JSON.stringify(text.slice(21, 70))}`, () =>
      failsWith(() => read(text), 'KEEPER_ANSWER', EXIT.couldNotMeasure, /^host far gave /));
});
