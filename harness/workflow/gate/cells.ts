// SPDX-License-Identifier: Apache-2.0
import { BenchError } from '../../core/errors.js';
import { groupBy } from '../../core/group-by.js';
import { NEW } from '../../gate/compare.js';
import type { Margins } from '../../gate/margin.js';
import type { Decision, MetricComparison } from '../../gate/types.js';
import { GONE, SAME_IMAGE, scenariosApart, unmeasured } from '../../gate/unmeasured.js';
import type { BootImage } from '../../image/boot-image.js';
import type { HostClients } from '../../image/host-clients.js';
import type { Images } from '../../image/images.js';
import type { Plan, PlanStep } from '../../plan/types.js';
import type { ScenarioFile } from '../../scenario/types.js';
import { isSameImage } from '../difference/boots.js';
import type { Session } from '../session.js';
import { type BothSides, type PlannedSide, cellOf } from './sides.js';

/** What of two sides has to be booted, and what is known without. */
export interface GateCells {
  /** Cells that are booted on both sides. */
  measured: ReadonlySet<string>;
  /** Scenarios of both sides as one: the head's, with the metrics that both have. */
  scenarios: readonly ScenarioFile[];
  /** What is known of everything else. */
  settled: MetricComparison[];
}

/** A cell, with its scenario on each side that has it. */
interface SidedCell {
  step: PlanStep;
  base?: ScenarioFile;
  head?: ScenarioFile;
}

/**
 * Tells what has to be booted: cells that both sides have, whose scenarios compare, whose images can be built, and differ.
 * @throws BenchError what stops all building; what one cell lacks is what is known of it.
 */
export async function gateCells(
  sides: BothSides<PlannedSide>,
  margins: Margins,
  session: Session,
): Promise<GateCells> {
  const [base, head] = sides;
  const clock = (head.plan ?? base.plan)?.clock ?? 'deterministic';
  const measured = new Set<string>();
  const settled: MetricComparison[] = [];
  const booted: { step: PlanStep; scenario: ScenarioFile }[] = [];
  const builders = [builderOf(base, session), builderOf(head, session)] as const;
  try {
    for (const [name, cell] of sidedCells(sides)) {
      const settle = (metrics: ScenarioFile['metrics'], decision: Decision): void => {
        // The head's margins are the ones that are reviewed.
        const own = (cell.head ?? cell.base)?.margins;
        settled.push(...unmeasured(cell.step, { metrics, margins: own }, clock, margins, decision));
      };
      const [before = [], after = []] = [cell.base?.metrics, cell.head?.metrics];
      settle(without(after, before), NEW);
      settle(without(before, after), GONE);
      const metrics = without(after, without(after, before));
      if (cell.base === undefined || cell.head === undefined || metrics.length === 0) continue;
      const scenario = { ...cell.head, metrics };
      const known = scenariosApart(cell.base, cell.head) ?? (await imagesOf(builders, { ...cell, scenario }));
      if (known !== undefined) settle(metrics, known);
      else {
        measured.add(name);
        booted.push({ step: cell.step, scenario });
      }
    }
  } finally {
    for (const { images } of builders) images?.stop();
  }
  return {
    measured,
    settled,
    scenarios: [...groupBy(booted, ({ step }) => step.scenario).values()].flatMap(narrowed),
  };
}

/** A scenario with the apps and systems that are booted: what only the head knows says nothing to the base. */
function narrowed(cells: readonly { step: PlanStep; scenario: ScenarioFile }[]): ScenarioFile[] {
  const [first] = cells;
  if (first === undefined) return [];
  const { scenario } = first;
  const apps = [...new Set(cells.map(({ step }) => step.app))];
  const systems = [...new Set(cells.map(({ step }) => step.system))];
  const baseline = systems.includes(scenario.baseline) ? scenario.baseline : first.step.system;
  return [{ ...scenario, apps, systems, baseline }];
}

function sidedCells(sides: BothSides<PlannedSide>): Map<string, SidedCell> {
  const cells = new Map<string, SidedCell>();
  for (const [index, name] of (['base', 'head'] as const).entries()) {
    const { steps = [], scenarios = [] } = sides[index]?.plan ?? {};
    for (const step of steps) {
      const scenario = scenarios.find((one) => one.name === step.scenario);
      if (scenario !== undefined)
        cells.set(cellOf(step), { step, ...cells.get(cellOf(step)), [name]: scenario });
    }
  }
  return cells;
}

function without(metrics: ScenarioFile['metrics'], others: ScenarioFile['metrics']): ScenarioFile['metrics'] {
  return metrics.filter(({ name }) => others.every((other) => other.name !== name));
}

/** A side whose images can be made. */
interface Builder extends Pick<PlannedSide, 'within'> {
  images: Images | undefined;
}

function builderOf({ plan, environment, within }: PlannedSide, session: Session): Builder {
  return { within, images: plan === undefined ? undefined : sideImages(plan, environment, session) };
}

/** The images of a side. */
export function sideImages(
  { clock, kernelSource }: Plan,
  environment: PlannedSide['environment'],
  { progress, signal }: Session,
): Images {
  return environment.images({ clock, kernelSource, progress, signal });
}

/** What is known of a cell by its images: the same on both sides, or that one cannot be made. */
async function imagesOf(
  builders: BothSides<Builder>,
  { step, scenario }: { step: PlanStep; scenario: ScenarioFile },
): Promise<Decision | undefined> {
  const made: { image: BootImage; clients: HostClients | undefined }[] = [];
  for (const [index, { within, images }] of builders.entries()) {
    if (images === undefined) throw new Error('a side with a cell has images');
    try {
      const { system, app } = step;
      const image = await within(() => images.image(system, app, scenario));
      made.push({ image, clients: await within(() => images.clients(app, scenario)) });
    } catch (error) {
      if (!(error instanceof BenchError) || error.scope !== 'cell') throw error;
      const reason = `The ${index === 0 ? 'base' : 'head'} cannot be built: ${error.message}`;
      return { verdict: 'could not measure', code: error.code, reason, rules: [] };
    }
  }
  const [old, now] = made;
  if (old === undefined || now === undefined) throw new Error('both images were made');
  const same = old.clients?.programs.sha256 === now.clients?.programs.sha256;
  return same && isSameImage(old.image, now.image) ? SAME_IMAGE : undefined;
}
