// SPDX-License-Identifier: Apache-2.0
import { parseArgs } from 'node:util';
import { grouped } from '../../harness/core/grouped.js';
import { CHANGES, type InjectedChange } from './changes.js';
import { KernelTree } from './kernel-tree.js';
import { type EvaluationResult, Results, isRight, resultOf } from './result.js';
import { profilesOf } from './sides.js';

// Whether the difference of two profiles names what was changed: `npm run evaluate-profile`. It builds kernels, one at a time, and
// is no part of `make test`. Each result is kept, so that an evaluation which was stopped goes on.

const { values: options } = parseArgs({
  options: {
    work: { type: 'string', default: '/var/tmp/lupine-bench-evaluation' },
    only: { type: 'string' },
    jobs: { type: 'string', default: '2' },
    'no-kernels': { type: 'boolean', default: false },
  },
});

const results = new Results(options.work);
const tree = new KernelTree(options.work, Number(options.jobs));
const asked = CHANGES.filter(({ name }) => options.only?.split(',').includes(name) ?? true);

process.stdout.write(row('change', 'expected', 'first in the difference', 'instructions', 'ok'));
let right = 0;
let made = 0;
for (const change of asked) {
  const result = await evaluate(change);
  if (result !== undefined) made += 1;
  if (result !== undefined && isRight(result)) right += 1;
  process.stdout.write(line(change, result));
}
process.stdout.write(
  `\n${right} of ${made} come first${made < asked.length ? `; ${asked.length - made} were not made` : ''}\n`,
);
process.exitCode = right === made ? 0 : 1;

async function evaluate(change: InjectedChange): Promise<EvaluationResult | undefined> {
  const known = await results.read(change);
  if (known !== undefined) return known;
  if (options['no-kernels'] && change.how.kind.startsWith('kernel')) return undefined;
  const { before, after } = await profilesOf(change, options.work, tree);
  const result = resultOf(change, before, after);
  await results.write(change, result);
  return result;
}

function line({ name, expected }: InjectedChange, result: EvaluationResult | undefined): string {
  const words = expected.join(' in ');
  if (result === undefined) return row(name, words, 'not made', '', '');
  const [first] = result.first;
  const delta = first?.difference ?? 0;
  const change = `${delta < 0 ? '-' : '+'}${grouped(String(Math.abs(delta)))}`;
  return row(
    name,
    words,
    `${first?.name ?? 'none'} (${first?.phase ?? ''})`,
    change,
    isRight(result) ? 'yes' : 'NO',
  );
}

function row(...cells: [string, string, string, string, string]): string {
  const [change, expected, first, delta, ok] = cells;
  return (
    `${change.padEnd(22)}${expected.padEnd(42)}${first.padEnd(34)}${delta.padStart(14)}  ${ok}`.trimEnd() +
    '\n'
  );
}
