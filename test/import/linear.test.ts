// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { foreign } from '../../harness/core/foreign.js';
import { BenchError } from '../../harness/core/errors.js';
import { REDIS_HEAD } from '../../harness/workload/redis-benchmark.js';
import { importLogs } from '../../harness/import/import.js';
import { commandAbove } from '../../harness/import/session.js';
import { abOutput } from '../support/ab-output.js';
import { costs, isLinear } from '../support/growth.js';
import { newRun, oldRun } from '../support/redis-output.js';
import { wrkOutput } from '../support/wrk-output.js';

const OLD = oldRun(1, 2);

/** Pieces of which a log may be nothing but repetitions, behind one run that is whole. */
const PIECES: Readonly<Record<string, string>> = {
  'old runs': OLD,
  'new runs': newRun(1, 2),
  'runs of ab': abOutput(false),
  'runs of wrk': wrkOutput(),
  'rows of SET': '"SET","1.0"\n',
  'rows of another test': '"LPUSH","1.0"\n',
  'heads without rows': `${REDIS_HEAD}\n`,
  'a command above each run': `$ redis-benchmark -n 5\n${OLD}`,
  'commands of another client': `$ wrk -c 5 http://a/\n${OLD}`,
  'commands alone': '$ redis-benchmark -n 5\n',
  'lines that nobody prints': 'zzz\n',
  deaths: 'Error: Connection refused\n',
  'deaths with rows': `ERR x\n"SET","1.0"\n`,
  'deaths in several lines': 'Node 1 replied with error:\nERR x\n',
  clusters: `Cluster has 3 master nodes:\nMaster 0: a\n${OLD}`,
  warnings: 'WARNING: Could not fetch server CONFIG\n',
  'greetings of ab': 'This is ApacheBench, Version 2.3 <$Revision: 1 $>\n',
  'blank lines': '\n',
  rules: '=====\n',
  times: 'real\t0m1.000s\n',
  'a line of quotes': '"',
  'a line of empty columns': '",""',
  'a line of columns': ',"a"',
  'a line of digits': `${'1'.repeat(990)}\n`,
  'a line of digits and s': `${'1s '.repeat(330)}\n`,
  'a line of spaces': ' ',
  'a line of returns': 'a\r',
  'a line of escapes': '\u001b[1',
  'a line of links': '\u001b]8;;',
  prompts: `${'root@h:~# '.repeat(90)}\n`,
  paths: `${'/a'.repeat(490)}\n`,
};

const LENGTH = 60_000;

function read(text: string): void {
  try {
    importLogs([{ path: 'a.log', system: 'a', sha256: 'a', text: foreign(text) }], { host: 'h' });
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
  }
}

describe('the time that a log takes', function () {
  this.timeout(120_000);

  for (const [what, piece] of Object.entries(PIECES)) {
    it(`grows with its length only, of ${what}`, () => {
      const of = (length: number): string => `${OLD}${piece.repeat(length / piece.length)}\n`;
      const texts = { once: of(LENGTH), twice: of(2 * LENGTH) };
      const found = costs((twice) => {
        read(twice ? texts.twice : texts.once);
      });
      assert.ok(isLinear(found), `${found.once} ms, and ${found.twice} ms for twice as much`);
    });
  }

  it('looks at few of its commands for each of its runs', () => {
    let looked = 0;
    const commands = Array.from({ length: 4096 }, (_, index) => ({
      ...{ client: 'redis-benchmark', args: [] },
      get line() {
        looked += 1;
        return index * 2;
      },
    })) satisfies Parameters<typeof commandAbove>[0];
    assert.equal(commandAbove(commands, 101), commands[50]);
    assert.equal(commandAbove(commands, 0), undefined);
    assert.equal(commandAbove(commands, 1e9), commands[4095]);
    assert.ok(looked <= 3 * 13, `${looked} looks`);
  });
});
