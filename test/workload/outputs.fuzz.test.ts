// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BenchError, EXIT } from '../../harness/core/errors.js';
import { workloadOf } from '../../harness/workload/registry.js';
import { AB_REQUESTS, abOutput } from '../support/ab-output.js';
import { failsWith } from '../support/errors.js';
import { fuzzRuns } from '../support/fuzz.js';
import { mutated } from '../support/mutated.js';
import { newRun } from '../support/redis-output.js';
import { type TestOutput, guestReport } from '../support/report.js';
import { wrkOutput } from '../support/wrk-output.js';

const PERCENTILES = [
  'Percentage served,Time in ms',
  ...Array.from({ length: 101 }, (_, percent) => `${percent},${(1 + percent / 100).toFixed(3)}`),
  '',
].join('\n');

const CALLS = ['null', 'read', 'write', 'pipe'].flatMap((call) => [`${call} libc`, `${call} trap`]);
const MICRO = ['micro 1', 'empty 1000 3000', ...CALLS.map((row) => `${row} 1000 200000`), 'done', ''].join(
  '\n',
);

interface Target {
  what: string;
  workload: string;
  parameters: Record<string, number>;
  /** Metrics that are read. */
  metrics?: string[];
  /** A good output. */
  good: string;
  /** The outputs of a boot with this one among them. */
  outputs: (text: string) => TestOutput[];
}

const TARGETS: Target[] = [
  {
    ...{ what: 'redis-benchmark', workload: 'redis', parameters: {}, good: newRun(25125.63, 26041.67) },
    outputs: (stdout) => [{ name: 'redis-benchmark', stdout }],
  },
  {
    ...{
      what: 'ab',
      workload: 'nginx',
      parameters: { requests: AB_REQUESTS, clients: 50 },
      good: abOutput(false),
    },
    outputs: (stdout) => [
      { name: 'ab-conn', stdout, stderr: PERCENTILES },
      { name: 'ab-sess', stdout: abOutput(true), stderr: PERCENTILES },
    ],
  },
  {
    ...{
      what: 'ab -e',
      workload: 'nginx',
      parameters: { requests: AB_REQUESTS, clients: 50 },
      good: PERCENTILES,
    },
    outputs: (stderr) => [
      { name: 'ab-conn', stdout: abOutput(false), stderr },
      { name: 'ab-sess', stdout: abOutput(true), stderr: PERCENTILES },
    ],
  },
  {
    ...{ what: 'wrk', workload: 'nginx-wrk', parameters: { clients: 30, seconds: 60 } },
    good: wrkOutput({ threads: 1, latency: true }),
    outputs: (stdout) => [{ name: 'wrk', stdout }],
  },
  {
    ...{ what: 'lmbench', workload: 'lmbench', parameters: {}, metrics: ['syscall.null'] },
    good: 'Simple syscall: 0.1871 microseconds\n',
    outputs: (stderr) => [{ name: 'syscall.null', stderr }],
  },
  {
    ...{ what: 'micro', workload: 'syscall', parameters: { rounds: 1000 }, good: MICRO },
    outputs: (stdout) => [{ name: 'micro', stdout }],
  },
];

function read({ workload, parameters, metrics, outputs }: Target, text: string, tscHz?: bigint): unknown[] {
  const found = workloadOf({ workload });
  const measured = { clock: 'wall' as const, parameters, report: guestReport(outputs(text), tscHz) };
  return Object.values(found.readEach?.(measured, metrics ?? []) ?? found.read?.(measured) ?? {});
}

describe('the output of a client that is not as it should be', function () {
  this.timeout(120_000);

  for (const target of TARGETS)
    it(`of ${target.what} is a finite value, or an error of its own`, () => {
      assert.ok(outcomesOf(target, target.good).every((value) => typeof value === 'number'));
      fc.assert(
        fc.property(mutated(target.good), (text) => {
          for (const value of outcomesOf(target, text)) {
            if (value instanceof BenchError) {
              assert.ok(
                ['CLIENT_OUTPUT', 'REQUESTS_FAILED', 'CLIENT_FAILED'].includes(value.code),
                value.code,
              );
              assert.equal(value.exit, EXIT.couldNotMeasure);
              assert.match(value.message, /^[\x20-\x7e]*$/);
            } else
              assert.ok(
                Number.isFinite(value) && Number(value) >= 0 && Number(value) <= 2 ** 53,
                String(value),
              );
          }
        }),
        { numRuns: fuzzRuns },
      );
    });
  it('is no time without the frequency of the counter', async () => {
    const micro = TARGETS.find(({ what }) => what === 'micro');
    assert.ok(micro);
    await failsWith(() => read(micro, micro.good, 0n), 'MARK_MISSING', EXIT.couldNotMeasure);
  });
});

function outcomesOf(target: Target, text: string): unknown[] {
  try {
    return read(target, text);
  } catch (error) {
    if (error instanceof BenchError) return [error];
    throw error;
  }
}
