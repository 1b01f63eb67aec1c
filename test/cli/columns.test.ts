// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { execa } from 'execa';
import { columnsOf } from '../../harness/cli/columns.js';
import { packageRoot } from '../../harness/core/paths.js';

const MAIN = join(packageRoot, 'dist', 'harness', 'cli', 'main.js');

/** What a command prints on a terminal that reports this many columns, in lines. */
async function linesOf(argument: 'list' | '--help', columns: number): Promise<string[]> {
  const command = `stty cols ${columns}; exec node '${MAIN}' ${argument}`;
  const { stdout } = await execa('script', ['-qec', command, '/dev/null'], { stdin: 'ignore' });
  return stdout.split(/\r?\n/).map((line) => line.trimEnd());
}

describe('the columns of a terminal', function () {
  this.timeout(60_000);

  it('are 80 when it reports none, and 100 when it is no terminal', () => {
    assert.equal(columnsOf({ isTTY: true, columns: 0 }), 80);
    assert.equal(columnsOf({ isTTY: true, columns: undefined as unknown as number }), 80);
    assert.equal(columnsOf({ isTTY: true, columns: 132 }), 132);
    assert.equal(columnsOf({ isTTY: false, columns: 0 }), 100);
  });
  it('are asked of the real one: none is as 80', async () => {
    const lines = await linesOf('--help', 0);
    assert.deepEqual(lines, await linesOf('--help', 80));
    assert.notDeepEqual(lines, await linesOf('--help', 100));
  });
  it('may be few: a table is not broken at every word', async () => {
    const lines = await linesOf('list', 20);
    const at = lines.indexOf('  lupine-base');
    assert.deepEqual(lines.slice(at, at + 5), [
      '  lupine-base',
      '    What one application on',
      '    one virtual CPU needs',
      '    before it asks for',
      '    anything.',
    ]);
  });
});
