// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { packagePath } from '../../../harness/core/paths.js';
import { rounded } from '../../../harness/core/numbers.js';
import type { Rate } from '../../../harness/statistics/index.js';
import { CONTESTANTS, type Result, contest } from './contest.js';
import { type HostSession, RecordedSession, SimulatedSession, USUAL } from './host.js';

// The part `rules` of `npm run evaluate-gate`: the error rates of the rule for the wall clock, and of rules that other tools publish, on the same boots.

/** Sizes of the evaluation; a smaller one is part of the tests. */
const SIZES = { seed: 14, suites: 2000, metrics: 20, effects: [0.03, 0.05], tries: 4000 };

/** A recording has fewer boots, and says less. */
const FEWER = { ...SIZES, suites: 200, tries: 400 };

/**
 * What our rules must reach on the simulated host, whose noise is that of a host fit for gates. On recordings of hosts that are not,
 * only the confirmed one must be without false red: sixty boots of one bad day have few windows, and one of them may fool a single look.
 */
const GOALS = { falseRed: 0.01, found: [0.75, 0.95] } as const;

/** Our rules are the last of the table. */
const OURS = CONTESTANTS.slice(-2).map(({ name }) => name);

const write = (text: string): void => void process.stdout.write(`${text}\n`);

write(`${SIZES.suites} suites of ${SIZES.metrics} unchanged metrics, ${SIZES.tries} metrics for each effect; seed ${SIZES.seed}; margin 1 %.`); // prettier-ignore
const simulated = table(
  `Simulated host, relative sizes ${JSON.stringify(USUAL)}`,
  (random) => new SimulatedSession(random, USUAL),
);
const missed = OURS.filter((name) => {
  const result = simulated.find((one) => one.name === name);
  const found = result?.found.every(({ rate }, index) => rate.low >= (GOALS.found[index] ?? 1));
  return found !== true || (result?.falseRed.high ?? 1) > GOALS.falseRed;
});
const { what, ...recorded } = JSON.parse(
  await readFile(packagePath('test', 'evaluation', 'gate', 'recorded.json'), 'utf8'),
) as { what: string } & Record<string, number[]>;
for (const [metric, values] of Object.entries(recorded)) {
  const results = table(`Recorded: ${metric}, ${values.length} boots. ${what}`, (random) => new RecordedSession(random, values), FEWER); // prettier-ignore
  missed.push(
    ...results.filter(({ name, falseRed }) => name === OURS.at(-1) && falseRed.count / falseRed.of > GOALS.falseRed).map(({ name }) => `${metric}: ${name}`), // prettier-ignore
  );
}
for (const name of missed) write(`\nNot reached: ${name}`);
process.exitCode = missed.length === 0 ? 0 : 3;

function table(title: string, open: (random: () => number) => HostSession, sizes = SIZES): Result[] {
  write(`\n${title}\n`);
  write(
    '| rule | false red per suite | finds +3 % | finds +5 % | calls +3 % green | boots a side, unchanged |',
  );
  write('| --- | --- | --- | --- | --- | --- |');
  return CONTESTANTS.map((one) => {
    const result = contest(one, open, sizes);
    const rates = [result.falseRed, ...result.found.map(({ rate }) => rate), result.found[0]?.green];
    write(`| ${[result.name, ...rates.map(rateText), result.boots.toFixed(1)].join(' | ')} |`);
    return result;
  });
}

function rateText(found: Rate | undefined): string {
  if (found === undefined) return '';
  const percent = (part: number): string => `${String(rounded(part * 100, 1))} %`;
  return `${percent(found.count / found.of)} (${percent(found.low)} to ${percent(found.high)})`;
}
