// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomic } from '../../../harness/core/files.js';
import { digestOf, prettyJson } from '../../../harness/core/json.js';
import { packagePath } from '../../../harness/core/paths.js';
import type { ComparisonDocument, GateVerdict } from '../../../harness/gate/types.js';
import { baseName } from '../../../harness/profile/diff/base-name.js';
import { patchPath } from '../kernel-tree.js';
import type { Regression } from './regressions.js';

/** What a gate made of a commit. */
export interface Found {
  verdict: GateVerdict;
  /** Metrics that were red, the worst first, and by how much. */
  red: { metric: string; base: number; head: number; functions: string[] }[];
  /** Every other verdict of a metric than pass. */
  others: { metric: string; verdict: string; reason: string }[];
  seconds: number;
}

/** What is kept of a comparison. */
export function foundIn({ verdict, metrics }: ComparisonDocument, seconds: number): Found {
  return {
    verdict,
    red: metrics
      .filter((one) => one.verdict === 'regression')
      .map(({ metric, base, head, functions = [] }) => ({
        ...{ metric, base: base.median ?? 0, head: head.median ?? 0 },
        functions: functions.map(({ name }) => name),
      })),
    others: metrics
      .filter((one) => one.verdict !== 'regression' && one.verdict !== 'pass')
      .map(({ metric, verdict: said, reason }) => ({ metric, verdict: said, reason })),
    seconds,
  };
}

/** What is wrong with an answer; empty when it is right. */
export function wrongIn(expected: Regression, { verdict, red }: Found): string[] {
  const names = red.map(({ metric }) => metric);
  const allowed = [...expected.metrics, ...(expected.also ?? [])];
  const first = baseName(firstFunction({ red }) ?? 'none');
  return [
    ...(verdict === 'regression' ? [] : [`the verdict is ${verdict}`]),
    ...expected.metrics.filter((one) => !names.includes(one)).map((one) => `${one} is not red`),
    ...names.filter((one) => !allowed.includes(one)).map((one) => `${one} is red`),
    ...(expected.functions.length === 0 || expected.functions.includes(first) ? [] : [`${first} is first`]),
  ];
}

/** The function that is named first for the worst metric that has any. */
export function firstFunction({ red }: Pick<Found, 'red'>): string | undefined {
  return red.find(({ functions }) => functions.length > 0)?.functions[0];
}

/** Answers, a file each; one to a commit that is not the same any more counts for nothing. */
export class FoundFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async read(one: Regression): Promise<Found | undefined> {
    const text = await readFile(this.#path(one), 'utf8').catch(() => '{}');
    const { digest, found } = JSON.parse(text) as { digest?: string; found?: Found };
    return digest === (await digestOfChange(one)) ? found : undefined;
  }

  async write(one: Regression, found: Found): Promise<void> {
    await writeAtomic(this.#path(one), prettyJson({ digest: await digestOfChange(one), found }));
  }

  #path({ name }: Regression): string {
    return join(this.#folder, `${name}.json`);
  }
}

/** Of what makes the commit, not of what is expected of it. */
async function digestOfChange({ name, how, scenarios = [] }: Regression): Promise<string> {
  const file =
    how.kind === 'kernel patch'
      ? patchPath({ name, how, expected: [] })
      : packagePath('test', 'evaluation', 'app', 'work.c');
  return digestOf({
    how: JSON.stringify(how),
    scenarios: [...scenarios],
    file: await readFile(file, 'utf8'),
  });
}
