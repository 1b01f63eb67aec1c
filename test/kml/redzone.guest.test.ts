// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { KERNEL_TIMEOUT } from '../support/guest.js';
import { bootQuietly, passedLines } from './support/commands.js';
import { testKernel } from './support/kernels.js';
import { injectNmis } from './support/monitor.js';
import { effort } from './support/effort.js';

/** The number behind a word in what a command printed. */
function figure(lines: readonly string[], word: string): number {
  const line =
    lines.find((text) => text.startsWith(`${word} `)) ?? assert.fail(`no ${word}: ${lines.join(', ')}`);
  return Number(line.slice(word.length + 1));
}

describe('KML: the red zone', function () {
  const { signals, nmis, everyMs, timeoutMs } = effort(
    { signals: 250, nmis: 250, everyMs: 20, timeoutMs: 240_000 },
    { signals: 5000, nmis: 5000, everyMs: 40, timeoutMs: 3_600_000 },
  );
  this.timeout(timeoutMs + 60_000);
  before(async function () {
    this.timeout(KERNEL_TIMEOUT);
    await testKernel('kml');
  });

  it(`is left alone by the timer, ${signals} signals, ${nmis} NMIs and faults of others`, async () => {
    const redzone = `redzone ${signals} ${nmis}`;
    const boot = await bootQuietly(await testKernel('kml'), ['redzone-damaged', redzone], {
      monitor: 'monitor',
      timeoutMs,
      during: (dir, running) => injectNmis(join(dir, 'monitor'), everyMs, running),
    });
    passedLines(boot.of('redzone-damaged'));
    const lines = passedLines(boot.of(redzone));
    assert.ok(lines.includes('wrong words: 0'), lines.join('\n'));
    assert.ok(figure(lines, 'signals') >= signals, lines.join('\n'));
    assert.ok(figure(lines, 'nmis') >= nmis, lines.join('\n'));
    assert.ok(figure(lines, 'fault rounds') > 10, lines.join('\n'));
  });
});
