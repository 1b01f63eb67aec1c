// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { plainFolder } from '../core/cache-folder.js';
import { usageError } from '../core/errors.js';
import type { Progress } from '../core/progress.js';
import { type OptionRequest, mergeFragments } from '../image/kernel/fragments.js';
import { kconfigNeeds } from '../image/kernel/kconfig.js';
import { sourceOf } from '../image/kernel/patched-source.js';
import { type Settled, settle } from '../image/kernel/settle.js';
import type { KernelSource } from '../image/kernel/source.js';
import type { Ablation, DerivedSystem, PlannedCategory, PlannedKernel, Series } from '../plan/ablation.js';
import type { SystemCatalogue } from '../system/catalogue.js';
import type { LinuxSystem } from '../system/types.js';
import { derivedSystem } from './fragment.js';
import { chooseCategories, wordsOf } from './load.js';
import { differences, partition } from './partition.js';
import type { AblationFile } from './types.js';
import { type Side, type Variant, drifted, outcomeOf, variantOf } from './variants.js';

/** What is asked for. */
export interface AblationOptions {
  from: string;
  to: string;
  series: readonly Series[];
  /** Names of categories; all of them when missing. */
  categories?: readonly string[];
}

/** What an ablation is resolved with. */
export interface AblationTools {
  catalogue: SystemCatalogue;
  kernelSource: KernelSource;
  progress: Progress;
  signal: AbortSignal;
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
  const [small, large] = [options.from, options.to].map((name) => tools.catalogue.resolveLinux(name));
  if (small === undefined || large === undefined) throw new Error('two names give two systems');
  requireAlike(small, large);
  const work = await mkdtemp(join(await plainFolder('work'), 'config-'));
  try {
    const from = await sideOf(small, work, tools);
    const to = await sideOf(large, work, tools);
    const changes = differences(from.values, to.values);
    if (changes.length === 0) throw same(small, large);
    const parts = partition(changes, file);
    const categories = file.categories.flatMap((one): PlannedCategory[] => {
      const { name, title, summary, paper, along } = one;
      const own = parts.categories.get(name);
      const more = along === undefined ? {} : { along: wordsOf(along) };
      return own === undefined ? [] : [{ name, title, summary, paper, ...more, options: own }];
    });
    const needs = await kconfigNeeds(await sourceOf(tools.kernelSource, small.patches, tools.signal));
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
    if (kernels.length === 0) throw nothing(chosen, small, large);
    return {
      ablation: { from: small.name, to: large.name, kept: parts.kept, categories, kernels },
      derived,
      fragments: Object.fromEntries(fragments),
    };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function sideOf(system: LinuxSystem, work: string, tools: AblationTools): Promise<Side> {
  const requests = await mergeFragments(system.fragments);
  const settled = await settleFor(system.name, { system, requests }, [], work, tools);
  const lost = requests.filter(({ name }) => !settled.requests.some((one) => one.name === name));
  if (lost.length > 0) {
    throw usageError(
      'OPTION_REFUSED',
      `the configuration of ${system.name} did not take: ${lost.map(({ name, origin }) => `${origin}: CONFIG_${name}`).join(', ')}.`,
      `Correct the fragment: \`lupine-bench build ${system.name}\` says what became of each.`,
    );
  }
  return { system, requests, values: settled.values };
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

async function settleFor(
  label: string,
  { system, requests }: Pick<Side, 'system' | 'requests'>,
  wishes: readonly OptionRequest[],
  work: string,
  { kernelSource, progress, signal }: AblationTools,
): Promise<Settled> {
  progress.step(`configuring ${label}`);
  const { patches, baseConfig } = system;
  return await settle({
    label,
    kernelSource,
    patches,
    baseConfig,
    wishes,
    otherwise: requests,
    work,
    signal,
  });
}

/** Two kernels may differ in options and command line only. */
function requireAlike(from: LinuxSystem, to: LinuxSystem): void {
  if (from.name === to.name) throw same(from, to);
  const sameTree = from.source === to.source && from.patches.join() === to.patches.join();
  if (sameTree && from.make.join() === to.make.join()) return;
  throw usageError(
    'ABLATION_UNLIKE',
    `${from.name} and ${to.name} differ in kernel source, patches or variables of make, and not only in options.`,
    'Name two systems with the same modifiers of that kind.',
  );
}

function same(from: LinuxSystem, to: LinuxSystem): Error {
  return usageError(
    'ABLATION_SAME',
    `${from.name} and ${to.name} have the same options: there is nothing to price.`,
    'Name a small system with --from and a large one with --to.',
  );
}

function nothing(chosen: readonly string[], from: LinuxSystem, to: LinuxSystem): Error {
  return usageError(
    'ABLATION_EMPTY',
    `${from.name} and ${to.name} have the same options of ${chosen.join(', ')}.`,
    'Name other categories, or leave --category out.',
  );
}
