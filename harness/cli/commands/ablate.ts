// SPDX-License-Identifier: Apache-2.0
import { ablationText } from '../../ablation/describe.js';
import { chooseCategories, chooseMeasures, loadAblation } from '../../ablation/load.js';
import { type ResolvedAblation, resolveAblation } from '../../ablation/resolve.js';
import { scenariosOf } from '../../ablation/scenarios.js';
import type { ExitCode } from '../../core/errors.js';
import { ownValue } from '../../core/own.js';
import { sourcesOf } from '../../image/kernel/sources.js';
import type { Measure, Series } from '../../plan/ablation.js';
import { withDerived } from '../../plan/derived.js';
import { makePlan } from '../../plan/plan.js';
import { requireUsed } from '../../plan/source.js';
import type { Plan } from '../../plan/types.js';
import type { Environment } from '../../environment/environment.js';
import { LOCAL } from '../../host/local.js';
import type { SystemCatalogue } from '../../system/catalogue.js';
import { requireOwnFiles } from '../../system/own-files.js';
import { startRun } from '../../workflow/measure.js';
import type { Session } from '../../workflow/session.js';
import type { RunCommandOptions } from './run.js';

/** Options of `ablate`, as the command line gives them. */
export interface AblateCommandOptions extends Pick<
  RunCommandOptions,
  'metric' | 'boots' | 'out' | 'kernelSource' | 'dryRun' | 'json'
> {
  from: string;
  to: string;
  by: 'category';
  series: Series | 'both';
  category?: string[];
}

/** `lupine-bench ablate`: what each category of options costs, one kernel per category. */
export async function ablateCommand(
  options: AblateCommandOptions,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const { from, to, kernelSource, category } = options;
  const { progress, signal } = session;
  const file = await loadAblation();
  chooseCategories(file.categories, category);
  const measures = chooseMeasures(file.measures, options.metric);
  const { catalogue } = environment;
  requireUsed(kernelSource, [from, to], catalogue);
  await requireOwnFiles([from, to].map((name) => catalogue.resolve(name)));
  session.hint = 'the same command; finished configurations are kept';
  const sources = sourcesOf(kernelSource, catalogue.versions(), {
    signal,
    fetching: options.dryRun === true ? 'look' : 'fetch',
    onProgress: (text) => {
      progress.step(text);
    },
  });
  const source = await sources(catalogue.resolveLinux(from));
  const resolved = await resolveAblation(
    file,
    {
      ...{ from, to },
      series: options.series === 'both' ? ['add', 'remove'] : [options.series],
      ...(category === undefined ? {} : { categories: category }),
    },
    { catalogue, kernelSource: source, progress, signal },
  );
  progress.end();
  if (options.dryRun === true && options.json !== true) session.print(ablationText(resolved.ablation));
  const { fragments, derived } = resolved;
  const pathOf = (fragment: string): string => ownValue(fragments, fragment)?.path ?? fragment;
  const extended = withDerived(catalogue, derived, pathOf);
  const plan = await planOf(resolved, measures, extended, options, environment);
  const files = Object.fromEntries(Object.entries(fragments).map(([name, { text }]) => [name, text]));
  return await startRun({ plan, catalogue: extended, files }, environment, options, session);
}

async function planOf(
  { ablation, derived }: ResolvedAblation,
  measures: Measure[],
  catalogue: SystemCatalogue,
  { boots, kernelSource }: AblateCommandOptions,
  { scenarios, monitors }: Environment,
): Promise<Plan> {
  const systems = [ablation.from, ablation.to, ...derived.map(({ name }) => name)];
  const plan = makePlan(
    await scenariosOf(measures, systems, (name) => scenarios.load(name), boots),
    catalogue,
    {
      clock: 'deterministic',
      clockReason: 'Prices of options are counted in instructions: a difference of one thousandth shows.',
      ...{ host: 'any', hosts: [LOCAL], monitor: monitors[0]?.name ?? '' },
      kernelSource,
    },
  );
  return { ...plan, derived, ablation: { ...ablation, measures } };
}
