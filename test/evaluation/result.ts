// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomic } from '../../harness/core/files.js';
import { digestOf, prettyJson } from '../../harness/core/json.js';
import { baseName } from '../../harness/profile/diff/base-name.js';
import { diffProfiles } from '../../harness/profile/diff/diff.js';
import type { Profile } from '../../harness/profile/types.js';
import type { InjectedChange } from './changes.js';
import { patchPath } from './kernel-tree.js';

/** A function that changed. */
export interface Changed {
  name: string;
  phase: string;
  difference: number;
}

/** What came of a change: the functions that changed most, the largest first. */
export interface EvaluationResult {
  change: string;
  expected: readonly string[];
  first: Changed[];
}

/** Functions that are kept of a result. */
const KEPT = 5;

/** What changed most in any phase, by the difference as the program has it. */
export function resultOf(
  { name, expected }: InjectedChange,
  before: Profile,
  after: Profile,
): EvaluationResult {
  const first = diffProfiles(before, after)
    .phases.flatMap(({ name: phase, functions }) =>
      functions.map((one): Changed => ({ name: one.name, phase, difference: one.difference })),
    )
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference))
    .slice(0, KEPT);
  return { change: name, expected, first };
}

/** Whether the expected function came first, whatever the compiler put behind its name. */
export function isRight({ expected, first }: EvaluationResult): boolean {
  return expected.includes(baseName(first[0]?.name ?? ''));
}

/** Results of an evaluation, a file each; one of a change that is not the same any more counts for nothing. */
export class Results {
  readonly #folder: string;

  constructor(work: string) {
    this.#folder = join(work, 'results');
  }

  async read(change: InjectedChange): Promise<EvaluationResult | undefined> {
    const text = await readFile(this.#path(change), 'utf8').catch(() => '{}');
    const { digest, result } = JSON.parse(text) as { digest?: string; result?: EvaluationResult };
    return digest === (await digestOfChange(change)) ? result : undefined;
  }

  async write(change: InjectedChange, result: EvaluationResult): Promise<void> {
    const digest = await digestOfChange(change);
    await writeAtomic(
      this.#path(change),
      prettyJson({ digest, result: { ...result, expected: [...result.expected] } }),
    );
  }

  #path({ name }: InjectedChange): string {
    return join(this.#folder, `${name}.json`);
  }
}

async function digestOfChange(change: InjectedChange): Promise<string> {
  const patch = change.how.kind.endsWith('patch') ? await readFile(patchPath(change), 'utf8') : '';
  return digestOf({ change: JSON.stringify(change), patch });
}
