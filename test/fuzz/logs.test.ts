// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { foreign } from '../../harness/core/foreign.js';
import { decodeLog } from '../../harness/import/decode.js';
import { importLogs } from '../../harness/import/import.js';
import { planFault } from '../../harness/plan/check.js';
import { sealedJson } from '../../harness/core/seal.js';
import { checkRunFile } from '../../harness/run/run-file.js';
import { abOutput } from '../support/ab-output.js';
import { damaged, textOf } from '../support/arbitraries.js';
import { fuzzRuns } from '../support/fuzz.js';
import { readOrRefuse } from '../support/no-defect.js';
import { newRun, oldRun } from '../support/redis-output.js';
import { wrkOutput } from '../support/wrk-output.js';

const WHOLE = [oldRun(1, 2), newRun(3, 4), abOutput(false), abOutput(true), wrkOutput()];
const LINES = WHOLE.flatMap((text) => text.split('\n').map((line) => `${line}\n`));
const PIECES = [
  ...LINES,
  ...[
    '$ redis-benchmark -n 5 -P 16\n',
    'ERR x\n',
    'Error: Connection refused\n',
    'Killed\n',
    '\r',
    '\u001b[31m',
  ],
  ...['Cluster has 3 master nodes:\n', 'ab: x\n', 'unable to connect to x\n', '"__proto__","1.0"\n', '\n'],
  ...['9'.repeat(400), '"SET","1e999"\n', `"SET","${'9'.repeat(400)}.00"\n`, '0', '-1', 'nan', 'inf'],
];
const log = fc.oneof(textOf(PIECES, 200), ...WHOLE.map((text) => damaged(text + text)));

describe('fuzzed logs', function () {
  this.timeout(600_000);

  it('are refused, or become a run that can be read again', async () => {
    await fc.assert(
      fc.asyncProperty(log, log, async (first, second) => {
        const files = [first, second].map((text, index) => ({
          ...{ path: `${index}.log`, system: ['constructor', 'osv'][index] ?? '', text: foreign(text) },
          sha256: `${index}`.repeat(64),
        }));
        const run = readOrRefuse(() => importLogs(files, { host: 'lab' }));
        if (run === undefined) return;
        const read = await checkRunFile(sealedJson(run.plan), 'plan.json', 'plan');
        assert.ok('value' in read, 'why' in read ? read.why : '');
        assert.equal(planFault(run.plan), undefined);
        for (const { values } of run.records)
          for (const value of Object.values(values)) assert.ok(Number.isFinite(value) && value >= 0);
      }),
      { numRuns: fuzzRuns },
    );
  });
  it('are told from other bytes', () => {
    const starts = [[0x1f, 0x8b], [0xff, 0xfe], [0xfe, 0xff], [0x50, 0x4b], [0xef, 0xbb, 0xbf], [0], []];
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 200 }), (start, rest) => {
        const text = readOrRefuse(() => decodeLog(Buffer.from([...start, ...rest]), 'a.log'));
        assert.equal(typeof (text ?? ''), 'string');
      }),
      { numRuns: fuzzRuns },
    );
  });
});
