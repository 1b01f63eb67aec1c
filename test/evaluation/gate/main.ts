// SPDX-License-Identifier: Apache-2.0
import { parseArgs } from 'node:util';
import { deterministic } from './deterministic.js';

// `npm run evaluate-gate`: the error rates of the rule for the wall clock, and of rules that other tools publish, on the same boots; then
// the deterministic gate on real commits. `--only rules,alarms,<change>` makes a part of it. What real guests gave is kept in the folder
// `--work`, so that an evaluation which was stopped goes on.

const { values: options } = parseArgs({
  options: {
    work: { type: 'string', default: '/var/tmp/lupine-bench-evaluation' },
    only: { type: 'string' },
    rounds: { type: 'string', default: '200' },
    jobs: { type: 'string', default: '2' },
    'no-kernels': { type: 'boolean', default: false },
  },
});

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const only = options.only?.split(',');
// It says itself what it did not reach.
if (only?.includes('rules') ?? true) await import('./rules.js');
const gated = await deterministic({
  ...{ work: options.work, only, say, kernels: !options['no-kernels'] },
  ...{ rounds: Number(options.rounds), jobs: Number(options.jobs) },
});
if (!gated) process.exitCode = 3;
