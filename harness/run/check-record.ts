// SPDX-License-Identifier: Apache-2.0
import { canonicalJson } from '../core/json.js';
import { hostShows } from '../metric/clock.js';
import type { Plan, PlanStep } from '../plan/types.js';
import { storedFault } from '../profile/stored-fault.js';
import type { StoredProfile } from '../profile/stored-types.js';
import { workloadOf } from '../workload/registry.js';
import type { StoredRecord, StoredTrial, TrialName } from './record.js';

/** What a record must be of. */
interface Expected {
  plan: Plan;
  /** Of the plan. */
  digest: string;
  step: PlanStep;
}

/** Why a record is not the one of its step in this plan, a clause; nothing when it is. */
export function recordFault(record: StoredRecord, { plan, digest, step }: Expected): string | undefined {
  const { clock, host, values, missing = {}, failure } = record;
  const known = metricsOf(plan, step);
  const strange = [...Object.keys(values), ...Object.keys(missing)].find((name) => !known.has(name));
  return (
    strangerFault(record, { plan, digest, step }) ??
    (clock === plan.clock ? undefined : `its clock is ${clock}, that of the run is ${plan.clock}`) ??
    // Where it cannot show any host may make a boot.
    (!hostShows(plan) || plan.host === 'any' || hostsOf(plan).includes(host)
      ? undefined
      : `its host is not that of the run`) ??
    (strange === undefined ? undefined : `its workload has no metric ${JSON.stringify(strange)}`) ??
    (failure === undefined || Object.keys(values).length === 0 ? undefined : 'it has a failure and values')
  );
}

/** Identities of the hosts that may make a boot of the run. */
function hostsOf({ host, fleet }: Plan): string[] {
  return fleet === undefined ? [host] : fleet.map(({ identity }) => identity);
}

/** As {@link recordFault}, for a trial of a search. */
export function trialFault(
  record: StoredTrial,
  { mib, boot }: TrialName,
  expected: Expected,
): string | undefined {
  return (
    strangerFault(record, expected) ??
    (record.mib === mib && record.boot === boot ? undefined : 'it is of another trial')
  );
}

/** Why a profile is not the one of its step, or contradicts itself, a clause; nothing when it does not. */
export function profileFault(profile: StoredProfile, step: PlanStep): string | undefined {
  const { scenario, system, app } = step;
  const own = profile.scenario === scenario && profile.system === system && profile.app === app;
  return own ? storedFault(profile) : 'it is of another step';
}

function strangerFault(
  { plan: of, step: own, result }: StoredRecord | StoredTrial,
  { plan, digest, step }: Expected,
): string | undefined {
  if (of !== digest) return 'it belongs to another plan';
  if (canonicalJson({ ...own }) !== canonicalJson({ ...step })) return 'it is of another step';
  return result === undefined || result.clock === plan.clock ? undefined : 'its boot had another clock';
}

/** Names of everything that a step may measure. */
function metricsOf({ scenarios, imported }: Plan, step: PlanStep): Set<string> {
  const scenario = scenarios.find(({ name }) => name === step.scenario);
  if (scenario === undefined) return new Set();
  const own = scenario.metrics.map(({ name }) => name);
  return new Set(imported === undefined ? [...own, ...Object.keys(workloadOf(scenario).definitions)] : own);
}
