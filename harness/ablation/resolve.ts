// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { plainFolder } from '../core/cache-folder.js';
import { usageError } from '../core/errors.js';
import type { Settled } from '../image/kernel/settle.js';
import type { Ablation, DerivedSystem, PlannedKernel, Series } from '../plan/ablation.js';
import type { LinuxSystem } from '../system/types.js';
import { type AblationTools, compareKernels, settleFor } from './compare.js';
import { derivedSystem } from './fragment.js';
import { chooseCategories } from './load.js';
import type { AblationFile } from './types.js';
import { type Variant, drifted, outcomeOf, variantOf } from './variants.js';

/** What is asked for. */
export interface AblationOptions {
  from: string;
  to: string;
  series: readonly Series[];
  /** Names of categories; all of them when missing. */
  categories?: readonly string[];
}

/** The kernels of an ablation, ready to be planned. */
export interface ResolvedAblation {
  ablation: Omit<Ablation, 'measures'>;
  derived: DerivedSystem[];
  /** Their fragments by the names that `derived` has for them: the text for the run's folder, and a file with the same options. */
  fragments: Record<string, { text: string; path: string }>;
}

/**
 * Finds out what differs between two kernels, and for each category which of its options Kconfig takes when it comes, or
 * goes, alone. Only configures; nothing is compiled.
 * @throws BenchError (exit 2) `SYSTEM_UNKNOWN`, `CATEGORY_UNKNOWN`, `ABLATION_SAME` for two kernels with the same options,
 *   `ABLATION_UNLIKE` for two that differ in more, `OPTION_REFUSED`, `ABLATION_UNASSIGNED`, `ABLATION_AMBIGUOUS`.
 */
export async function resolveAblation(
  file: AblationFile,
  options: AblationOptions,
  tools: AblationTools,
): Promise<ResolvedAblation> {
  const chosen = chooseCategories(file.categories, options.categories).map(({ name }) => name);
  const work = await mkdtemp(join(await plainFolder('work'), 'config-'));
  try {
    const { from, to, kept, categories, needs } = await compareKernels(file, options, work, tools);
    const kernels: PlannedKernel[] = [];
    const derived: DerivedSystem[] = [];
    const fragments = new Map<string, { text: string; path: string }>();
    for (const series of options.series) {
      for (const category of categories.filter(({ name }) => chosen.includes(name))) {
        const variant = variantOf(series, category, from, to);
        const settled = await settleVariant(variant, work, tools);
        const cmdline = file.categories.find(({ name }) => name === category.name)?.cmdline;
        const added = series === 'add' ? cmdline : undefined;
        const { system, text } = derivedSystem(variant, settled.requests, added);
        kernels.push(outcomeOf(variant, settled.values, needs));
        derived.push(system);
        fragments.set(system.fragment, { text, path: settled.fragment });
      }
    }
    if (kernels.length === 0) throw nothing(chosen, from.system, to.system);
    return {
      ablation: { from: from.system.name, to: to.system.name, kept, categories, kernels },
      derived,
      fragments: Object.fromEntries(fragments),
    };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Once more when options that both kernels have alike got lost, with these asked for too. */
async function settleVariant(variant: Variant, work: string, tools: AblationTools): Promise<Settled> {
  const { name, side, wishes } = variant;
  const first = await settleFor(name, side, wishes, work, tools);
  const lost = drifted(variant, first.values);
  if (lost.length === 0) return first;
  const requests = [
    ...side.requests.filter((one) => !lost.some((other) => other.name === one.name)),
    ...lost,
  ];
  return await settleFor(name, { ...side, requests }, wishes, work, tools);
}

function nothing(chosen: readonly string[], from: LinuxSystem, to: LinuxSystem): Error {
  return usageError(
    'ABLATION_EMPTY',
    `${from.name} and ${to.name} have the same options of ${chosen.join(', ')}.`,
    'Name other categories, or leave --category out.',
  );
}
