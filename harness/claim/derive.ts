// SPDX-License-Identifier: Apache-2.0
import type { RunSummary } from '../run/types.js';
import { measurePair } from './measure.js';
import type { PublishedFile } from './published-types.js';
import { reasonsFor } from './reasons.js';
import type { CheckResult, ClaimResult, ClaimsDocument } from './result.js';
import type { Check, Claim } from './types.js';
import { type Verdict, together, verdictOf } from './verdict.js';

/** Gives the name of a system for an app: `lupine-<app>` and `redis` give `lupine-redis`. */
export type NameFor = (pattern: string, app: string) => string;

/** Obstacles that another boot removes; every other one is a boot that failed. */
const TO_BE_MADE: readonly string[] = ['NOT_IN_RUN', 'NOT_YET_RUN', 'TOO_FEW_BOOTS'];

/** Judges claims by what a run measured; it holds nothing that the run and the declarations do not. */
export function judgeClaims(
  run: RunSummary,
  claims: readonly Claim[],
  { sources }: Pick<PublishedFile, 'sources'>,
  nameFor: NameFor,
): ClaimsDocument {
  const { clock, host, complete } = run;
  const judged = claims.map((claim) => judgeClaim(run, claim, nameFor));
  return { format: 1, clock, host, complete, sources, claims: judged };
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
    open: checks.some(({ obstacle }) => obstacle !== undefined),
  };
}

function claimVerdict({ unmeasurable, missing }: Claim, checks: readonly CheckResult[]): Verdict {
  if (unmeasurable !== undefined) return 'cannot be measured here';
  const open: Verdict[] = missing.some(({ decisive }) => decisive) ? ['not measured yet'] : [];
  return together([...checks.map(({ verdict }) => verdict), ...open]);
}

function judgeCheck(run: RunSummary, check: Check, nameFor: NameFor): CheckResult {
  const { cell, pair, published } = check;
  const names = {
    system: nameFor(pair.system, cell.app),
    baseline: nameFor(pair.baseline, cell.app),
  };
  const measured = measurePair(run, cell, pair.of, names);
  if ('ours' in measured) {
    return { ...check, names, ...measured, verdict: verdictOf(measured.ours, published, pair.of) };
  }
  const again = TO_BE_MADE.includes(measured.obstacle.code);
  return { ...check, names, ...measured, verdict: again ? 'not measured yet' : 'cannot be measured here' };
}
