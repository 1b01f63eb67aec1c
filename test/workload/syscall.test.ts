// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { EXIT } from '../../harness/core/errors.js';
import { workloadOf } from '../../harness/workload/registry.js';
import { failsWith } from '../support/errors.js';
import { guestReport } from '../support/report.js';

const syscall = workloadOf({ workload: 'syscall' });

const ROUNDS = 1000;
const TICKS = { empty: 3000, null: [137_000, 176_000], read: [301_500, 340_001], write: [260_000, 299_000] };

const output = (): string[] => [
  'micro 1',
  `empty ${ROUNDS} ${TICKS.empty}`,
  ...[...Object.entries(TICKS).slice(1), ['pipe', [1_442_000, 1_545_000]] as const].flatMap(
    ([call, ticks]) => {
      const [libc = 0, trap = 0] = ticks as number[];
      return [`${call} libc ${ROUNDS} ${libc}`, `${call} trap ${ROUNDS} ${trap}`];
    },
  ),
  'done',
  '',
];

const read = (lines: string[], tscHz?: bigint, status = 0): Record<string, number> => {
  const report = guestReport([{ name: 'micro', stdout: lines.join('\n'), stderr: 'killed', status }], tscHz);
  return syscall.read?.({ clock: 'deterministic', parameters: { rounds: ROUNDS }, report }) ?? {};
};

/** The output with one line replaced or, without a new one, removed. */
const changed = (line: number, ...by: string[]): string[] => output().toSpliced(line, 1, ...by);

const refused = (lines: string[], message: RegExp) => (): Promise<void> =>
  failsWith(() => read(lines), 'CLIENT_OUTPUT', EXIT.couldNotMeasure, message);

describe('syscall', () => {
  it('gives the time of each call without the loop', () => {
    assert.deepEqual(read(output()), {
      'syscall.null': 134,
      'syscall.null_trap': 173,
      'syscall.read': 298.5,
      'syscall.read_trap': 337.001,
      'syscall.write': 257,
      'syscall.write_trap': 296,
      'syscall.pipe': 1439,
      'syscall.pipe_trap': 1542,
    });
  });
  it('converts ticks by the frequency of the counter, rounded down to a thousandth', () => {
    assert.equal(read(output(), 3_000_000_000n)['syscall.null'], 44.666);
  });
  it('gives every metric that it promises', () => {
    assert.deepEqual(Object.keys(read(output())), syscall.metrics);
  });
  it('asks for the rounds of the scenario', () => {
    assert.deepEqual(syscall.clients({ rounds: 7 }), [{ client: 'micro', args: ['calls', '--rounds', '7'] }]);
  });
  it('refuses an empty output', refused([''], /printed "" instead of "micro 1"/));
  it('refuses another version', refused(changed(0, 'micro 2'), /"micro 2"/));
  it('refuses a missing line', refused(changed(3), /"read libc .*" instead of "null trap 1000 <ticks>"/));
  it('refuses lines in another order', refused(changed(2, 'null trap 1000 5'), /instead of "null libc/));
  it('refuses a line between', refused(changed(3, 'warning', 'null trap 1000 5'), /"warning"/));
  it('refuses other rounds', refused(changed(2, 'null libc 999 137000'), /"null libc 1000 <ticks>"/));
  it('refuses what is no whole number', refused(changed(2, 'null libc 1000 1e5'), /1e5/));
  it('refuses a count of zero', refused(changed(2, 'null libc 1000 0'), /"null libc 1000 0"/));
  it(
    'refuses an output without an end',
    refused(output().slice(0, -2), /printed "nothing" instead of "done"/),
  );
  it('refuses an end without its newline', refused(output().slice(0, -1), /instead of the end/));
  it('refuses what follows the end', refused([...output(), 'more'], /"more" instead of the end/));
  it(
    'refuses a call that took no longer than the empty loop',
    refused(changed(2, 'null libc 1000 3000'), /more ticks than the empty loop takes/),
  );
  it('refuses a client that failed, with its own words', () =>
    failsWith(() => read(output(), undefined, 3), 'CLIENT_FAILED', EXIT.couldNotMeasure, /status 3: killed/));
});
