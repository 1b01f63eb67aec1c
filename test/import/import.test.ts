// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { EXIT } from '../../harness/core/errors.js';
import { foreign } from '../../harness/core/foreign.js';
import { importLogs } from '../../harness/import/import.js';
import { readLog } from '../../harness/import/read-log.js';
import type { LogFile } from '../../harness/import/types.js';
import { abOutput } from '../support/ab-output.js';
import { failsWith } from '../support/errors.js';

const options = { host: 'elsewhere' };
const log = (system: string, text: string): LogFile => ({
  path: `logs/${system}.log`,
  system,
  sha256: createHash('sha256').update(text).digest('hex'),
  text: foreign(text),
});

describe('imported logs', () => {
  it('become one record for each run of the client, numbered by system', () => {
    const { plan, records, consoles } = importLogs(
      [
        log('osv', '"SET","1.5"\n"GET","2.5"\n"SET","3.5"\n"GET","4.5"\n'),
        log('microvm', '"SET","5.5"\n"GET","6.5"\n'),
      ],
      options,
    );
    assert.deepEqual(
      records.map(({ step }) => `${step.system} ${step.boot}`),
      ['osv 1', 'osv 2', 'microvm 1'],
    );
    assert.equal(plan.scenarios[0]?.baseline, 'microvm');
    assert.deepEqual(
      plan.imported?.files.map(({ name, runs }) => [name, runs]),
      [
        ['osv.log', 2],
        ['microvm.log', 1],
      ],
    );
    assert.equal(consoles.get(2), '"SET","3.5"\n"GET","4.5"\n');
  });
  it('have only the metrics that their client printed', () => {
    const { plan } = importLogs([log('microvm', '"SET","5.5"\n"GET","6.5"\n')], options);
    assert.deepEqual(
      plan.scenarios[0]?.metrics.map(({ name }) => name),
      ['throughput.set', 'throughput.get'],
    );
  });
  it('keep a run that failed as one that could not measure, with file and line', () => {
    const failed = abOutput(false, { 'Failed requests': '3' });
    const { records } = importLogs([log('microvm', abOutput(false) + failed)], options);
    assert.equal(records[0]?.values['throughput.conn'], 16_012.5);
    assert.deepEqual(records[1]?.values, {});
    assert.equal(records[1].failure?.code, 'REQUESTS_FAILED');
    assert.match(records[1].failure.message, /^logs\/microvm\.log:43: ab: of 2000 requests 3 failed/);
  });
  it('are not compared when the clients of two systems were used in different ways', () => {
    const one = log('osv', abOutput(false, { 'Concurrency Level': '1' }));
    const { apart } = importLogs([log('microvm', abOutput(false)), one], options);
    assert.deepEqual(
      apart.map(({ code, exit }) => [code, exit]),
      [['IMPORT_NOT_COMPARABLE', EXIT.notComparable]],
    );
    assert.match(
      apart[0]?.message ?? '',
      /clients differ: 50 at logs\/microvm\.log:1, 1 at logs\/osv\.log:1/,
    );
  });
  it('are refused when those of one system, which become one number, were', async () => {
    const mixed = abOutput(false) + abOutput(false, { 'Concurrency Level': '1' });
    await failsWith(
      () => importLogs([log('osv', mixed)], options),
      'IMPORT_NOT_COMPARABLE',
      EXIT.notComparable,
      /clients differ: 50 at logs\/osv\.log:1, 1 at logs\/osv\.log:43/,
    );
  });
  it('need a log of the baseline', async () => {
    const only = [log('osv', '"SET","1.5"\n"GET","2.5"\n')];
    assert.equal(importLogs(only, options).plan.scenarios[0]?.baseline, 'osv');
    await failsWith(
      () => importLogs(only, { ...options, baseline: 'microvm' }),
      'BASELINE_UNKNOWN',
      EXIT.usage,
    );
  });
});

const scenarioOf = (text: string): string | undefined =>
  readLog({ path: 'x', text: foreign(text) }).runs[0]?.kinds[0].scenario;

describe('a log file', () => {
  it('is told by its first line, connections kept or not', () => {
    assert.equal(scenarioOf(abOutput(false)), 'nginx-conn');
    assert.equal(scenarioOf(abOutput(true)), 'nginx-sess');
    assert.equal(scenarioOf('\n"SET","1.5"\n'), 'redis');
  });
  it('that is none is an error with file and line', async () => {
    await failsWith(
      () => readLog({ path: 'a.log', text: foreign('\n\nhello\n') }),
      'LOG_UNKNOWN',
      EXIT.usage,
      /a\.log:3: "hello"/,
    );
    await failsWith(() => readLog({ path: 'a.log', text: foreign('\n') }), 'LOG_EMPTY', EXIT.usage);
  });
});
