// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type AblationTools,
  type ComparedKernels,
  compareKernels,
  settleFor,
} from '../../ablation/compare.js';
import { systemWithFragment } from '../../ablation/fragment.js';
import { loadAblation } from '../../ablation/load.js';
import type { AblationFile } from '../../ablation/types.js';
import { bisect, skippedBy } from '../../bisect/bisect.js';
import { type BisectDocument, bisectDocument } from '../../bisect/document.js';
import { openJournal } from '../../bisect/journal.js';
import { KEPT, type OptionStep, categorySteps, singleSteps, wishesAfter } from '../../bisect/options.js';
import type { BisectPoint, Finding, Measured } from '../../bisect/types.js';
import { plainFolder } from '../../core/cache-folder.js';
import { type ExitCode, EXIT } from '../../core/errors.js';
import type { Environment } from '../../environment/environment.js';
import type { OptionRequest } from '../../image/kernel/fragments.js';
import { sourcesOf } from '../../image/kernel/sources.js';
import { requireUsed } from '../../plan/source.js';
import { requireOwnFiles } from '../../system/own-files.js';
import type { Session } from '../session.js';
import { type CellPlace, measureCell } from './cell.js';
import { type BisectCell, chooseCell } from './choose.js';
import { halvings } from './commits.js';
import {
  type BisectWishes,
  MOST_CHANGES,
  folderOf,
  questionOf,
  showBisect,
  subjectOf,
  tell,
} from './wishes.js';

/** Systems between which something moved a metric. */
export interface OptionWishes extends BisectWishes {
  from: string;
  to: string;
}

/** What all points of a search have in common. */
interface Search {
  cell: BisectCell;
  file: AblationFile;
  kernels: ComparedKernels;
  tools: AblationTools;
  wishes: OptionWishes;
  environment: Environment;
  folder: string;
  question: string;
  /** Folder of Kconfig's files. */
  work: string;
}

/** A kernel on the way. */
interface KernelPoint extends BisectPoint {
  /** Undefined for one of both systems themselves. */
  requests: readonly OptionRequest[] | undefined;
  /** Put behind the command line. */
  cmdline: string | undefined;
  system: string;
}

/**
 * Finds the category of options that moved a metric between two systems, then the option.
 * @throws BenchError what `chooseCell`, `compareKernels`, `openJournal` and `bisect` throw.
 */
export async function bisectOptions(
  metric: string,
  wishes: OptionWishes,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  const { catalogue } = environment;
  const { progress, signal } = session;
  const { from, to } = wishes;
  const cell = await chooseCell(metric, { ...wishes, system: from }, environment);
  requireUsed(wishes.kernelSource, [from, to], catalogue);
  await requireOwnFiles([from, to].map((name) => catalogue.resolve(name)));
  const sources = sourcesOf(wishes.kernelSource, catalogue.versions(), {
    signal,
    fetching: wishes.dryRun === true ? 'look' : 'fetch',
  });
  const kernelSource = await sources(catalogue.resolveLinux(from));
  session.hint = 'the same command; what was measured is kept';
  const file = await loadAblation();
  const work = await mkdtemp(join(await plainFolder('work'), 'config-'));
  try {
    const tools = { catalogue, kernelSource, progress, signal };
    const kernels = await compareKernels(file, { from, to }, work, tools);
    const steps = categorySteps(kernels, kernels.needs);
    const between = steps.map(({ name, options }) => ({ name, options: options.map((one) => ({ ...one })) }));
    const question = questionOf(cell, {
      by: 'option',
      source: kernelSource.sha256,
      from,
      to,
      steps: between,
    });
    const folder = folderOf(wishes, environment, question);
    progress.end();
    if (wishes.dryRun === true) {
      session.print(
        `${steps.length} steps; about ${halvings(steps.length + 1)} kernels are measured first\n`,
      );
      return EXIT.ok;
    }
    const search = { cell, file, kernels, tools, wishes, environment, folder, question, work };
    const points = pointsOf(search, steps);
    const document = await searchSteps(search, 'category', points, session);
    const within: BisectDocument[] = [];
    for (const finding of document.findings) {
      const inner = await insideOf(search, { steps, points }, finding, session);
      if (inner !== undefined) within.push(inner);
    }
    await showBisect({ ...document, within }, folder, wishes, session);
    return EXIT.ok;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The kernels of the way: the small system, one more step each, and in the place of the last one the large system. */
function pointsOf(search: Search, steps: readonly OptionStep[]): KernelPoint[] {
  const { from, to } = search.wishes;
  return Array.from({ length: steps.length + 1 }, (_, count): KernelPoint => {
    const title = count === 0 ? from : `with ${steps[count - 1]?.title ?? ''}`;
    if (count === 0) return { id: from, title, system: from, requests: undefined, cmdline: undefined };
    const whole = count === steps.length && steps.at(-1)?.name === KEPT;
    if (whole) return { id: to, title, system: to, requests: undefined, cmdline: undefined };
    const requests = wishesAfter(steps, count, search.kernels.to.values);
    const id = `${count} ${steps[count - 1]?.name ?? ''}`;
    const cmdline = cmdlineAfter(search, steps, count);
    return { id, title, system: `${from}+${count}`, requests, cmdline };
  });
}

/** The options of a step that moved the metric, on top of the steps before it; nothing for one that has a single option. */
async function insideOf(
  search: Search,
  { steps, points: outer }: { steps: readonly OptionStep[]; points: readonly KernelPoint[] },
  { kind, before, after }: Finding,
  session: Session,
): Promise<BisectDocument | undefined> {
  const step = steps[before];
  if (kind !== 'step' || step === undefined || step.options.length < 2) return undefined;
  const singles = singleSteps(step, search.kernels.needs);
  const cmdline = cmdlineAfter(search, steps, after);
  const points = Array.from({ length: singles.length + 1 }, (_, count): KernelPoint => {
    const all = [...steps.slice(0, before), ...singles];
    // Both ends have been measured.
    const end = count === 0 ? outer[before] : count === singles.length ? outer[after] : undefined;
    return {
      id: end?.id ?? `${step.name} ${count}`,
      title: count === 0 ? `without ${step.title}` : (singles[count - 1]?.title ?? ''),
      system: `${search.wishes.from}+${step.name}-${count}`,
      requests: wishesAfter(all, before + count, search.kernels.to.values),
      cmdline,
    };
  });
  return await searchSteps(search, 'option', points, session);
}

/** What the publisher of the steps' options recommends. */
function cmdlineAfter({ file }: Search, steps: readonly OptionStep[], count: number): string | undefined {
  const names = steps.slice(0, count).map(({ name }) => name);
  const parts = file.categories.flatMap(({ name, cmdline }) =>
    cmdline !== undefined && names.includes(name) ? [cmdline] : [],
  );
  return parts.length === 0 ? undefined : parts.join(' ');
}

async function searchSteps(
  search: Search,
  by: 'category' | 'option',
  points: readonly KernelPoint[],
  session: Session,
): Promise<BisectDocument> {
  const { cell, wishes, folder, question } = search;
  const { signal } = session;
  const result = await bisect({
    ...{ points, direction: directionOf(search), margin: wishes.margin / 100, most: MOST_CHANGES, signal },
    journal: await openJournal(join(folder, 'journal.jsonl'), question),
    measure: (point) => measureKernel(point, search, session),
    onMeasured: tell(cell, session),
  });
  return bisectDocument({ ...subjectOf(cell), system: `${wishes.from} to ${wishes.to}` }, by, result);
}

function directionOf({ cell }: Search): 'lower' | 'higher' {
  return cell.metric.direction;
}

async function measureKernel(point: KernelPoint, search: Search, session: Session): Promise<Measured> {
  const { cell, environment, folder, wishes, kernels, work, tools } = search;
  const { system, title, requests, cmdline } = point;
  const place: CellPlace = { environment, runs: join(folder, 'runs'), kernelSource: wishes.kernelSource };
  session.progress.step(`measuring ${title}`);
  try {
    if (requests === undefined) return await measureCell({ ...cell, system }, place, session);
    const settled = await settleFor(system, kernels.from, requests, work, tools);
    const about = {
      ...{ name: system, title: system, base: wishes.from },
      summary: `On the way from ${wishes.from} to ${wishes.to}: ${title}.`,
    };
    const derived = systemWithFragment(about, settled.requests, cmdline);
    return await measureCell(cell, { ...place, derived: { ...derived, path: settled.fragment } }, session);
  } catch (error) {
    session.signal.throwIfAborted();
    return skippedBy(error);
  }
}
