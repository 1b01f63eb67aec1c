// SPDX-License-Identifier: Apache-2.0
import { subsystemOf } from '../subsystem.js';
import type { Profile, ProfilePhase } from '../types.js';
import { functionChanges } from './functions.js';
import { type MatchedFunction, matchFunctions } from './match.js';
import type {
  Change,
  FunctionChange,
  PhaseDifference,
  ProfileDifference,
  ProfileName,
  SubsystemChange,
} from './types.js';

/** What changed from one profile to another, phase by phase, to the last instruction. */
export function diffProfiles(before: Profile, after: Profile): ProfileDifference {
  const matches = matchFunctions(before.functions, after.functions);
  const names = [...new Set([...after.phases, ...before.phases].map(({ name }) => name))];
  return {
    before: nameOf(before),
    after: nameOf(after),
    phases: names.map((name) => phaseDifference(name, matches, before, after)),
  };
}

/** A difference as it is ranked and shown: per request where requests were counted. */
export function scaledDifference(
  { before, after }: Pick<Change, 'before' | 'after'>,
  requests: PhaseDifference['requests'],
): number {
  return requests === undefined ? after - before : after / requests.after - before / requests.before;
}

function nameOf({ scenario, system, app }: Profile): ProfileName {
  return { scenario, system, app };
}

function phaseDifference(
  name: string,
  matches: readonly MatchedFunction[],
  before: Profile,
  after: Profile,
): PhaseDifference {
  const [old, now] = [before, after].map(({ phases }) => phases.find((phase) => phase.name === name));
  const sides = [
    { functions: before.functions, phase: old },
    { functions: after.functions, phase: now },
  ] as const;
  const requests = requestsOf(old, now);
  const functions = functionChanges(matches, ...sides).sort(
    (a, b) => rankOf(b, requests) - rankOf(a, requests) || inOrder(a, b),
  );
  return {
    name,
    ...changeOf(old?.instructions ?? 0, now?.instructions ?? 0),
    idle: idleOf(old, now),
    ...{ requests, functions, subsystems: subsystemsOf(functions, requests) },
  };
}

function changeOf(before: number, after: number): Change {
  return { before, after, difference: after - before };
}

function rankOf(change: Change, requests: PhaseDifference['requests']): number {
  return Math.abs(scaledDifference(change, requests));
}

function inOrder(one: FunctionChange, other: FunctionChange): number {
  const [a, b] = [one, other].map(({ name, code }) => `${name} ${code.object} ${code.source}`);
  return (a ?? '') < (b ?? '') ? -1 : 1;
}

function requestsOf(before?: ProfilePhase, after?: ProfilePhase): PhaseDifference['requests'] {
  const [old = 0, now = 0] = [before?.requests, after?.requests];
  return old > 0 && now > 0 ? { before: old, after: now } : undefined;
}

function idleOf(before?: ProfilePhase, after?: ProfilePhase): Change | undefined {
  const idle = (phase?: ProfilePhase): number | undefined =>
    phase?.duration === undefined ? undefined : phase.duration - phase.instructions;
  const [old, now] = [idle(before), idle(after)];
  return old === undefined || now === undefined ? undefined : changeOf(old, now);
}

function subsystemsOf(
  functions: readonly FunctionChange[],
  requests: PhaseDifference['requests'],
): SubsystemChange[] {
  const found = new Map<string, SubsystemChange>();
  for (const { code, before, after, difference } of functions) {
    const subsystem = subsystemOf(code);
    const known = found.get(subsystem) ?? { subsystem, ...changeOf(0, 0), functions: 0 };
    found.set(subsystem, {
      subsystem,
      ...changeOf(known.before + before, known.after + after),
      functions: known.functions + (difference === 0 ? 0 : 1),
    });
  }
  return [...found.values()].sort(
    (a, b) => rankOf(b, requests) - rankOf(a, requests) || (a.subsystem < b.subsystem ? -1 : 1),
  );
}
