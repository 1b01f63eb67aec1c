// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../harness/core/errors.js';
import { abOutput } from '../support/ab-output.js';
import { onlyRun, samplesOfOnlyRun } from '../support/cli.js';
import { benchHere } from '../support/cli-here.js';
import { inTemp } from '../support/temp.js';

describe('lupine-bench import', () => {
  it('puts logs through the statistics and charts of a run, and resume has nothing to boot', async () => {
    await inTemp(async (dir) => {
      const out = join(dir, 'results');
      await writeFile(join(dir, 'redis.microvm.log'), '"SET","100.0"\n"GET","200.0"\n'.repeat(3));
      await writeFile(join(dir, 'other'), '"SET","150.0"\n"GET","300.0"\n'.repeat(2));
      const files = [join(dir, 'redis.microvm.log'), `osv=${join(dir, 'other')}`];
      const { exitCode, stdout } = await benchHere(['import', ...files, '--host', 'lab', '--out', out]);
      assert.equal(exitCode, EXIT.ok);
      assert.match(stdout, /osv +150 req\/s +50 % more \(1\.50×\)/);
      const run = await onlyRun(out);
      const before = await samplesOfOnlyRun(out);
      assert.match(before, /^redis,osv,,redis,throughput\.get,req\/s,higher,wall,,lab,2,300$/m);
      assert.match(await readFile(join(run, 'summary.md'), 'utf8'), /nothing was booted/);
      assert.equal((await benchHere(['resume', run])).exitCode, EXIT.ok);
      assert.equal(await samplesOfOnlyRun(out), before);
    });
  });
  it('ends with 3 when a run in a log failed', async () => {
    await inTemp(async (dir) => {
      const file = join(dir, 'microvm.log');
      await writeFile(file, abOutput(false) + abOutput(false, { 'Failed requests': '9' }));
      const { exitCode, stdout } = await benchHere(['import', `microvm=${file}`, '--out', dir]);
      assert.equal(exitCode, EXIT.couldNotMeasure);
      assert.match(stdout, /REQUESTS_FAILED/);
    });
  });
  it('shows values that must not be compared without a ratio, names why, and ends with 5', async () => {
    await inTemp(async (dir) => {
      const [microvm, rump] = [join(dir, 'nginxsess.microvm.log'), join(dir, 'nginxsess.rump.log')];
      await writeFile(microvm, abOutput(true));
      // As the paper's own rows: a smaller page, and no kept connections.
      const smaller = { 'Document Length': '212 bytes', 'HTML transferred': `${2000 * 212} bytes` };
      await writeFile(rump, abOutput(false, smaller));
      const { exitCode, stdout, stderr } = await benchHere(['import', microvm, rump, '--out', dir]);
      assert.equal(exitCode, EXIT.notComparable);
      assert.match(stderr, /IMPORT_NOT_COMPARABLE: bytes of the page differ: 612 at .*, 212 at /);
      assert.match(stderr, /IMPORT_NOT_COMPARABLE: kept connections differ: yes at .*, no at /);
      const why = /not compared: page served 212 bytes, not 612 bytes; kept connections no, not yes/;
      assert.match(stdout, why);
      assert.doesNotMatch(stdout, /rump .*×/);
    });
  });
  it('names a file that it cannot read, or whose system it is not told', async () => {
    const missing = await benchHere(['import', 'microvm=/no/such/file']);
    assert.equal(missing.exitCode, EXIT.usage);
    assert.match(missing.stderr, /LOG_UNREADABLE.*\/no\/such\/file/s);
    const nameless = await benchHere(['import', 'file']);
    assert.match(nameless.stderr, /LOG_SYSTEM_UNKNOWN.*microvm=file/s);
  });
});
