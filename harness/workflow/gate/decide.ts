// SPDX-License-Identifier: Apache-2.0
import { type ExitCode, usageError } from '../../core/errors.js';
import { userCommand } from '../../core/invocation.js';
import { shellWord } from '../../core/shell.js';
import { comparisonDocument } from '../../gate/document.js';
import { FIRST_LOOK, type Looks, looksWithin } from '../../gate/looks.js';
import { readMargins } from '../../gate/margin.js';
import { FEWEST_PAIRS } from '../../gate/paired.js';
import { worstFirst } from '../../gate/verdict.js';
import { type ShowWishes, showComparison } from '../compare/show.js';
import type { Session } from '../session.js';
import { measureApart } from './apart.js';
import { gateCells } from './cells.js';
import { showPlannedGate } from './dry-run.js';
import type { MeasuredGate } from './measured.js';
import { type GatePlanWishes, gateTarget, planBase, planHead } from './plan.js';
import type { BothSides, GateSide, PlannedSide } from './sides.js';
import { measureTogether } from './together.js';

/** How two states of a project are measured and compared. */
export interface DecideWishes extends GatePlanWishes, ShowWishes {
  /** Folder of the runs instead of the environment's. */
  out?: string | undefined;
  margin?: readonly string[] | undefined;
  /** Most boots of each side of a cell by the wall clock, those that confirm included. */
  maxBoots?: number | undefined;
  /** After so many minutes no more boots are made by the wall clock. */
  maxMinutes?: number | undefined;
  /** The run of an earlier call that is continued. */
  resume?: string | undefined;
}

/** How the user called for it. */
export interface GateCall {
  command: 'gate' | 'compare';
  names: readonly string[];
}

/** Most boots of each side of a cell, unless somebody says otherwise. */
const MOST_BOOTS = 80;

/**
 * Plans and measures both sides, decides each metric, and shows it.
 * @returns the exit code of the verdict.
 * @throws BenchError (exit 2) `GATE_BUDGET`, `GATE_RESUME`, what planning and `readMargins` throw; what building and measuring throw.
 */
export async function decideSides(
  names: readonly string[],
  [base, head]: BothSides<GateSide>,
  call: GateCall,
  wishes: DecideWishes,
  session: Session,
): Promise<ExitCode> {
  const margins = readMargins(wishes.margin ?? []);
  const looks = looksOf(wishes);
  const target = await gateTarget(names, wishes, head.environment, session);
  const sides: BothSides<PlannedSide> = [
    { ...base, plan: await base.within(() => planBase(names, wishes, base.environment, target)) },
    { ...head, plan: await head.within(() => planHead(names, wishes, head.environment, target)) },
  ];
  const results = wishes.out ?? head.environment.results;
  if (wishes.dryRun === true)
    return await showPlannedGate(sides, { looks, margins, results, json: wishes.json }, session);
  session.hint = 'the same command; what was built is kept';
  const cells = await gateCells(sides, margins, session);
  const again = (run: string): string => againWith(call, wishes, run);
  const gate = { base: base.id, head: head.id, looks: [...looks.looks], fresh: looks.fresh };
  let measured: MeasuredGate | undefined;
  if (cells.measured.size > 0) {
    const { resume, maxMinutes } = wishes;
    measured =
      target.clock === 'wall'
        ? await measureTogether(sides, cells, { gate, margins, results, maxMinutes, resume, again }, session)
        : await measureApart(sides, cells, margins, results, session);
  }
  const document = comparisonDocument({
    ...{ base: base.name, head: head.name, clock: target.clock },
    metrics: worstFirst([...(measured?.metrics ?? []), ...cells.settled]),
    notes: [...new Set(measured?.notes)],
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
  if (clock !== 'wall' || (boots >= FEWEST_PAIRS && most >= boots + FEWEST_PAIRS))
    return looksWithin(boots, most);
  throw usageError(
    'GATE_BUDGET',
    `with ${boots} boots of each side before the first look, and ${most} in all, nothing can be told and confirmed.`,
    `Take ${FEWEST_PAIRS} boots at least before the first look (--boots), and ${FEWEST_PAIRS} more in all (--max-boots).`,
  );
}

/** The command that continues a run. */
function againWith({ command, names }: GateCall, wishes: DecideWishes, run: string): string {
  const lists = { system: wishes.system, app: wishes.app, metric: wishes.metric };
  const repeated = { set: wishes.set, margin: wishes.margin };
  const single = {
    ...{ host: wishes.host, boots: wishes.boots, 'max-boots': wishes.maxBoots },
    ...{ 'max-minutes': wishes.maxMinutes, 'kernel-source': wishes.kernelSource, out: wishes.out },
  };
  const given = [
    ...Object.entries(lists).flatMap(([name, list]) => (list === undefined ? [] : [[name, list.join(',')]])),
    ...Object.entries(repeated).flatMap(([name, list = []]) => list.map((one) => [name, one])),
    ...Object.entries(single).flatMap(([name, one]) => (one === undefined ? [] : [[name, `${one}`]])),
  ];
  const options = given.flatMap(([name = '', value = '']) => [`--${name}`, value]);
  const words = [...names, '--clock', 'wall', ...options, '--resume', run];
  return userCommand(command, words.map(shellWord).join(' '));
}
