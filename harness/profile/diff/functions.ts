// SPDX-License-Identifier: Apache-2.0
import type { CodeFunction, Profile, ProfilePhase } from '../types.js';
import { baseName } from './base-name.js';
import { type Callers, callersIn } from './callers.js';
import { inliningOf } from './inlining.js';
import type { MatchedFunction } from './match.js';
import type { FunctionChange } from './types.js';

/** A phase of one profile; without it nothing was executed. */
export interface PhaseSide {
  functions: Profile['functions'];
  phase: ProfilePhase | undefined;
}

type Side = keyof MatchedFunction;

/** Every function that was executed in a phase on either side, with what changed; in no order. */
export function functionChanges(
  matches: readonly MatchedFunction[],
  before: PhaseSide,
  after: PhaseSide,
): FunctionChange[] {
  const sides = { before: sideOf(before), after: sideOf(after) };
  const changes = new Map<MatchedFunction, FunctionChange>();
  for (const match of matches) {
    const change = changeOf(match, sides);
    if (change !== undefined) changes.set(match, change);
  }
  const homes = { before: homesOf(matches, 'before'), after: homesOf(matches, 'after') };
  for (const [match, change] of changes) {
    const side = change.after === 0 ? 'before' : 'after';
    if (change.before !== 0 && change.after !== 0) continue;
    const callers = callersOf(match[side], sides[side], homes[side]);
    const perhaps = inliningOf(
      change,
      [...callers].filter((one) => one !== match).flatMap((one) => changes.get(one) ?? []),
    );
    if (perhaps !== undefined) change.perhaps = perhaps;
  }
  return [...changes.values()];
}

interface ReadSide {
  functions: readonly CodeFunction[];
  flat: ReadonlyMap<number, number>;
  /** Undefined when calls were not recorded. */
  callers: Callers | undefined;
}

function sideOf({ functions, phase }: PhaseSide): ReadSide {
  const flat = phase?.flat ?? new Map<number, number>();
  if (phase === undefined) return { functions, flat, callers: { calls: new Map(), of: new Map() } };
  return { functions, flat, callers: phase.tree === undefined ? undefined : callersIn(phase.tree) };
}

function changeOf(match: MatchedFunction, sides: Record<Side, ReadSide>): FunctionChange | undefined {
  const executed = (side: Side): number[] =>
    match[side].filter((index) => (sides[side].flat.get(index) ?? 0) > 0);
  const sum = (side: Side): number =>
    match[side].reduce((all, index) => all + (sides[side].flat.get(index) ?? 0), 0);
  const names = (side: Side): string[] =>
    [...new Set(executed(side).map((index) => sides[side].functions[index]?.name ?? ''))].sort();
  const [first = -1] = executed('after');
  const [old = -1] = executed('before');
  const code = sides.after.functions[first] ?? sides.before.functions[old];
  if (code === undefined) return undefined;
  const both = { before: names('before'), after: names('after') };
  const all = new Set([...both.before, ...both.after]);
  const [before, after] = [sum('before'), sum('after')];
  return {
    name: all.size === 1 ? code.name : baseName(code.name),
    ...{ code, before, after, difference: after - before, names: both },
    calls: callsOf(match, sides),
  };
}

function callsOf(match: MatchedFunction, sides: Record<Side, ReadSide>): FunctionChange['calls'] {
  const { before, after } = { before: sides.before.callers, after: sides.after.callers };
  if (before === undefined || after === undefined) return undefined;
  const sum = (indices: readonly number[], { calls }: Callers): number =>
    indices.reduce((all, index) => all + (calls.get(index) ?? 0), 0);
  return { before: sum(match.before, before), after: sum(match.after, after) };
}

/** Which match each function of a side belongs to. */
function homesOf(matches: readonly MatchedFunction[], side: Side): Map<number, MatchedFunction> {
  return new Map(matches.flatMap((match) => match[side].map((index) => [index, match] as const)));
}

function callersOf(
  indices: readonly number[],
  { callers }: ReadSide,
  homes: ReadonlyMap<number, MatchedFunction>,
): Set<MatchedFunction> {
  const found = indices.flatMap((index) => [...(callers?.of.get(index) ?? [])]);
  return new Set(found.flatMap((index) => homes.get(index) ?? []));
}
