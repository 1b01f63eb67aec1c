// SPDX-License-Identifier: Apache-2.0
import { type Obstacle, compareSystems } from '../comparison/index.js';
import { varies } from '../metric/units.js';
import type { RunSummary } from '../summary/types.js';
import type { PublishedFile } from './published-types.js';
import { reasonsFor } from './reasons.js';
import type { CheckResult, ClaimResult, ClaimsDocument } from './result.js';
import type { Check, Claim } from './types.js';
import { type Verdict, verdictOf, worstVerdict } from './verdict.js';

/** Gives the name of a system for an app: `lupine-<app>` and `redis` give `lupine-redis`. */
export type NameFor = (pattern: string, app: string) => string;

/** What is concluded where there is no number: other boots can still give one, or those that were made cannot. */
const VERDICT_WITHOUT: Readonly<Record<Obstacle['kind'], Verdict>> = {
  'not asked for': 'not measured yet',
  unfinished: 'not measured yet',
  failed: 'cannot be measured here',
};

/** Judges claims by what a run measured; it holds nothing that the run and the declarations do not. */
export function judgeClaims(
  run: RunSummary,
  claims: readonly Claim[],
  { sources, compatibility }: Pick<PublishedFile, 'sources' | 'compatibility'>,
  nameFor: NameFor,
): ClaimsDocument {
  const { clock, host, complete } = run;
  const judged = claims.map((claim) => judgeClaim(run, claim, nameFor));
  const emulated = emulatedHostsOf(run);
  const marked = emulated.length === 0 ? {} : { emulated };
  return { format: 1, clock, host, complete, ...marked, sources, compatibility, claims: judged };
}

/** Hosts with an emulated processor of which the run has times. */
function emulatedHostsOf({ cells }: RunSummary): string[] {
  const times = cells.filter((cell) => cell.emulated === true && varies(cell.unit) && cell.values.length > 0);
  return [...new Set(times.map(({ host }) => host))];
}

function judgeClaim(run: RunSummary, claim: Claim, nameFor: NameFor): ClaimResult {
  const { id, statement, published, sources, note, missing, unmeasurable } = claim;
  const checks = claim.checks.map((check) => judgeCheck(run, check, nameFor));
  const decisive = missing.filter((part) => part.decisive);
  return {
    ...{ id, statement, published, sources },
    ...(note === undefined ? {} : { note }),
    missing,
    verdict: claimVerdict(claim, checks),
    because:
      unmeasurable ??
      decisive.map(({ what, needs }) => `Not measured yet: ${what}; it needs ${needs}.`).join(' '),
    reasons: reasonsFor(claim.differs, run),
    checks,
    inconclusive: checks.some(({ obstacle }) => obstacle !== undefined),
  };
}

function claimVerdict({ unmeasurable, missing }: Claim, checks: readonly CheckResult[]): Verdict {
  if (unmeasurable !== undefined) return 'cannot be measured here';
  const lacking: Verdict[] = missing.some(({ decisive }) => decisive) ? ['not measured yet'] : [];
  return worstVerdict([...checks.map(({ verdict }) => verdict), ...lacking]);
}

function judgeCheck(run: RunSummary, check: Check, nameFor: NameFor): CheckResult {
  const { cell, pair, published } = check;
  const names = {
    system: nameFor(pair.system, cell.app),
    baseline: nameFor(pair.baseline, cell.app),
  };
  const outcome = compareSystems(run, pair.of, { ...cell, ...names });
  if ('obstacle' in outcome) {
    const { obstacle } = outcome;
    return { ...check, names, obstacle, verdict: VERDICT_WITHOUT[obstacle.kind] };
  }
  const ours = outcome.measured;
  return { ...check, names, ours, verdict: verdictOf(ours, published, pair.of) };
}
