// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../core/errors.js';
import type { Progress } from '../core/progress.js';
import { type OptionRequest, mergeFragments } from '../image/kernel/fragments.js';
import { kconfigNeeds } from '../image/kernel/kconfig.js';
import { sourceOf } from '../image/kernel/patched-source.js';
import { type Settled, settle } from '../image/kernel/settle.js';
import type { KernelSource } from '../image/kernel/source.js';
import type { Ablation, PlannedCategory } from '../plan/ablation.js';
import type { SystemCatalogue } from '../system/catalogue.js';
import type { LinuxSystem } from '../system/types.js';
import { wordsOf } from './load.js';
import { differences, partition } from './partition.js';
import type { AblationFile } from './types.js';
import type { Side } from './variants.js';

/** What an ablation is resolved with. */
export interface AblationTools {
  catalogue: SystemCatalogue;
  kernelSource: KernelSource;
  progress: Progress;
  signal: AbortSignal;
}

/** Two kernels and what is between them. */
export interface ComparedKernels extends Pick<Ablation, 'kept' | 'categories'> {
  from: Side;
  to: Side;
  /** What options need, as far as the Kconfig files name it. */
  needs: ReadonlyMap<string, readonly string[]>;
}

/**
 * Configures two kernels, and finds out in which options they differ, by category.
 * @param work a folder for Kconfig's files.
 * @throws BenchError (exit 2) `SYSTEM_UNKNOWN`, `ABLATION_SAME`, `ABLATION_UNLIKE`, `OPTION_REFUSED`, `ABLATION_UNASSIGNED`,
 *   `ABLATION_AMBIGUOUS`.
 */
export async function compareKernels(
  file: AblationFile,
  names: { from: string; to: string },
  work: string,
  tools: AblationTools,
): Promise<ComparedKernels> {
  const small = tools.catalogue.resolveLinux(names.from);
  const large = tools.catalogue.resolveLinux(names.to);
  requireAlike(small, large);
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
  return { from, to, kept: parts.kept, categories, needs };
}

/** Asks Kconfig for wishes, and for what a kernel asks for where there is no wish or it was refused. */
export async function settleFor(
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

/** Two kernels may differ in options and command line only. */
function requireAlike(from: LinuxSystem, to: LinuxSystem): void {
  if (from.name === to.name) throw same(from, to);
  const sameSource = from.source === to.source && from.version === to.version;
  const sameTree = sameSource && from.patches.join() === to.patches.join();
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
