// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import { EXIT } from '../../harness/core/errors.js';
import { runTool } from '../../harness/core/tool.js';
import { failsWith } from '../support/errors.js';
import { inTemp } from '../support/temp.js';

const sh = (script: string): [string, string[]] => ['sh', ['-c', script]];

describe('tools', () => {
  it('give their output, in a plain environment', async () => {
    assert.equal(await runTool(...sh('echo "$LC_ALL $TZ"'), { code: 'X' }), 'C UTC');
  });
  it('that fail show their last lines and the log', () =>
    inTemp(async (dir) => {
      const log = join(dir, 'deep', 'tool.log');
      const running = runTool(...sh('for i in $(seq 40); do echo line $i; done; echo why >&2; exit 4'), {
        code: 'X',
        log,
      });
      await failsWith(
        running,
        'X',
        EXIT.couldNotMeasure,
        /sh failed \(exit 4\)\.[^]*line 40[^]*why[^]*full log: .*tool\.log/,
      );
      const text = await readFile(log, 'utf8');
      assert.ok(text.includes('line 1\n') && text.includes('why\n'));
    }));
  it('end with all their children when interrupted', async () => {
    const stop = new AbortController();
    const mark = `9${process.pid}.5`;
    const running = runTool(...sh(`sleep ${mark} & sleep ${mark}`), { code: 'X', signal: stop.signal });
    await setTimeout(300);
    stop.abort();
    await assert.rejects(running, { name: 'AbortError' });
    await setTimeout(100);
    assert.notEqual((await execa('pgrep', ['-f', `sleep ${mark}`], { reject: false })).exitCode, 0);
  });
});
