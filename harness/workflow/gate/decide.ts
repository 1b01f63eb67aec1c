// SPDX-License-Identifier: Apache-2.0
import { type ExitCode, usageError } from '../../core/errors.js';
import { userCommand } from '../../core/invocation.js';
import { comparisonDocument } from '../../gate/document.js';
import { FIRST_LOOK, type Looks, looksWithin } from '../../gate/looks.js';
import { FEWEST_PAIRS } from '../../gate/paired.js';
import { worstFirst } from '../../gate/verdict.js';
import { commandLine, optionLine } from '../compare/command.js';
import { type RuleWishes, readRules, requireMetrics } from '../compare/rules.js';
import type { ShardNumber } from '../../plan/shard.js';
import { sourceWords } from '../../plan/source.js';
import { type ShowWishes, showComparison } from '../compare/show.js';
import type { FleetWishes } from '../fleet/hosts.js';
import type { Session } from '../session.js';
import { measureApart } from './apart.js';
import { gateCells } from './cells.js';
import { shardSides } from './shard.js';
import { showPlannedGate } from './dry-run.js';
import type { MeasuredGate } from './measured.js';
import { type GatePlanWishes, gateTarget, planBase, planHead } from './plan.js';
import type { BothSides, GateSide, PlannedSide } from './sides.js';
import { measureTogether } from './together.js';

/** How two states of a project are measured and compared. */
export interface DecideWishes extends GatePlanWishes, RuleWishes, ShowWishes, FleetWishes {
  /** Folder of the runs instead of the environment's. */
  out?: string | undefined;
  /** Most boots of each side of a cell by the wall clock, those that confirm included. */
  maxBoots?: number | undefined;
  /** After so many minutes no more boots are made by the wall clock. */
  maxMinutes?: number | undefined;
  /** The run of an earlier call that is continued. */
  resume?: string | undefined;
  /** Compares only this part of the cells. */
  shard?: ShardNumber | undefined;
}

/** How the user called for it. */
export interface GateCall {
  command: 'gate' | 'compare';
  names: readonly string[];
}

/** With fewer boots a side could not be compared with itself, and nothing would ever be called a regression. */
const FEWEST_FIRST = 2 * FEWEST_PAIRS;

/** Most boots of each side of a cell, unless somebody says otherwise. */
const MOST_BOOTS = 80;

/**
 * Plans and measures both sides, decides each metric, and shows it.
 * @returns the exit code of the verdict.
 * @throws BenchError (exit 2) `GATE_BUDGET`, `GATE_RESUME`, `METRIC_UNKNOWN`, what planning and `readRules` throw; what building and measuring throw.
 */
export async function decideSides(
  names: readonly string[],
  [base, head]: BothSides<GateSide>,
  call: GateCall,
  wishes: DecideWishes,
  session: Session,
): Promise<ExitCode> {
  const rules = await readRules(wishes, head.environment);
  const { margins } = rules;
  const looks = looksOf(wishes);
  const target = await gateTarget(names, wishes, head.environment, session);
  const planned: BothSides<PlannedSide> = [
    { ...base, plan: await base.within(() => planBase(names, wishes, base.environment, target)) },
    { ...head, plan: await head.within(() => planHead(names, wishes, head.environment, target)) },
  ];
  const sides = shardSides(planned, wishes.shard);
  // Of all shards: what one of them does not measure is no mistake.
  requireMetrics(rules, [], metricsOf(planned));
  const results = wishes.out ?? head.environment.results;
  if (wishes.dryRun === true)
    return await showPlannedGate(sides, { looks, margins, results, json: wishes.json }, session);
  session.hint = 'the same command; what was built is kept';
  const cells = await gateCells(sides, margins, session);
  const again = (run: string): string => againWith(call, wishes, run);
  const gate = { base: base.id, head: head.id, looks: [...looks.looks], fresh: looks.fresh };
  let measured: MeasuredGate | undefined;
  if (cells.measured.size > 0) {
    const { resume, maxMinutes, maxParallel } = wishes;
    const where = { results, maxParallel };
    measured =
      target.clock === 'wall'
        ? await measureTogether(sides, cells, { ...where, gate, margins, maxMinutes, resume, again }, session)
        : await measureApart(sides, cells, margins, where, session);
  }
  const document = comparisonDocument({
    ...{ base: base.name, head: head.name, baseCommit: base.commit, clock: target.clock },
    metrics: worstFirst([...(measured?.metrics ?? []), ...cells.settled]),
    ...{ accepted: rules.accepted, failOn: rules.failOn },
    notes: [...new Set(measured?.notes)],
    command: commandLine(call.command, call.names, optionsOf(wishes)),
  });
  return await showComparison(document, measured?.dir, wishes, session);
}

function looksOf({ clock, boots = FIRST_LOOK, maxBoots, maxMinutes, resume }: DecideWishes): Looks {
  if (clock !== 'wall' && (maxBoots ?? maxMinutes ?? resume) !== undefined) {
    throw usageError(
      'GATE_BUDGET',
      'under the deterministic clock two boots of each side tell everything: there is no budget, and no run to continue.',
      'Leave --max-boots, --max-minutes and --resume out, or say --clock wall.',
    );
  }
  const most = maxBoots ?? Math.max(MOST_BOOTS, 2 * boots);
  if (clock !== 'wall' || (boots >= FEWEST_FIRST && most >= boots + FEWEST_PAIRS))
    return looksWithin(boots, most);
  throw usageError(
    'GATE_BUDGET',
    `with ${boots} boots of each side before the first look, and ${most} in all, nothing can be told and confirmed.`,
    `Take ${FEWEST_FIRST} boots at least before the first look (--boots), and ${FEWEST_PAIRS} more in all (--max-boots).`,
  );
}

/** The command that continues a run. */
function againWith({ command, names }: GateCall, wishes: DecideWishes, run: string): string {
  const options = { ...optionsOf(wishes), clock: 'wall', resume: run };
  return userCommand(command, optionLine(names, options));
}

/** Everything that the user asked for. */
function optionsOf(wishes: DecideWishes): Parameters<typeof commandLine>[2] {
  const { system, app, metric, clock, host, boots, maxBoots, maxMinutes, set, kernelSource, shard } = wishes;
  const shardText = shard === undefined ? undefined : `${shard.index}/${shard.of}`;
  return {
    ...{
      system: system?.join(','),
      app: app?.join(','),
      metric: metric?.join(','),
      clock,
      host: host?.join(','),
      boots,
    },
    ...{
      shard: shardText,
      'max-parallel': wishes.maxParallel,
      'max-boots': maxBoots,
      'max-minutes': maxMinutes,
      set,
      'kernel-source': sourceWords(kernelSource),
    },
    ...{ margin: wishes.margin, 'fail-on': wishes.failOn?.join(','), out: wishes.out },
  };
}

function metricsOf(sides: BothSides<PlannedSide>): Set<string> {
  const scenarios = sides.flatMap(({ plan }) => plan?.scenarios ?? []);
  return new Set(scenarios.flatMap(({ metrics }) => metrics.map(({ name }) => name)));
}
