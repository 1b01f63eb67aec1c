// SPDX-License-Identifier: Apache-2.0
import { hexOf64 } from '../core/numbers.js';
import { compactJson } from '../core/json.js';
import { sealedJson } from '../core/seal.js';
import { decodeCalls, encodeCalls } from './stored-calls.js';
import type { StoredEvents, StoredFunction, StoredPhase, StoredProfile } from './stored-types.js';
import type { CodeFunction, EventCounts, Profile, ProfileEvents, ProfilePhase } from './types.js';

/** A profile as a file has it; equal profiles give equal ones, whatever order their maps have. */
export function encodeProfile({
  functions,
  phases,
  metrics,
  notes,
  symbols,
  ...names
}: Profile): StoredProfile {
  const stored: StoredProfile = {
    ...names,
    functions: functions.map(encodeFunction),
    phases: phases.map((phase) => encodePhase(phase, functions)),
  };
  if (metrics !== undefined) stored.metrics = { ...metrics };
  if (notes !== undefined) stored.notes = [...notes];
  if (symbols !== undefined) stored.symbols = symbols.map((source) => ({ ...source }));
  return stored;
}

/** Text of a profile's file: equal profiles have equal bytes. */
export function profileText(profile: Profile): string {
  return sealedJson(encodeProfile(profile), compactJson);
}

/** The profile of a file that fits its schema. */
export function decodeProfile({ functions, phases, ...names }: StoredProfile): Profile {
  return {
    ...{ ...names, functions: functions.map(decodeFunction) },
    phases: phases.map((phase) => decodePhase(phase, functions)),
  };
}

function encodeFunction({ address, ...rest }: CodeFunction): StoredFunction {
  return { ...rest, address: `0x${address.toString(16)}` };
}

function decodeFunction({ address, ...rest }: StoredFunction): CodeFunction {
  return { ...rest, address: hexOf64(address.slice('0x'.length)) ?? 0n };
}

function encodePhase(
  { duration, requests, tree, flat, events, ...rest }: ProfilePhase,
  functions: readonly CodeFunction[],
): StoredPhase {
  const phase: StoredPhase = {
    ...rest,
    flat: [...flat].sort(([a], [b]) => a - b),
    events: mapEvents(events, byName),
  };
  if (duration !== undefined) phase.duration = duration;
  if (requests !== undefined) phase.requests = requests;
  if (tree !== undefined) phase.tree = encodeCalls(tree, functions);
  return phase;
}

function byName(counts: EventCounts): StoredEvents {
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}

function decodePhase(
  { duration, tree, flat, events, ...rest }: StoredPhase,
  functions: readonly StoredFunction[],
): ProfilePhase {
  return {
    ...{ ...rest, duration, flat: new Map(flat) },
    tree: tree === undefined ? undefined : decodeCalls(tree, functions),
    events: mapEvents(events, (counts) => new Map(counts)),
  };
}

/** The same events with their counts in another form. */
function mapEvents<From, To>(
  { switches, interrupts, exceptions, softirqs, syscalls, idle, repeats }: Record<CountedEvent, From> & Plain,
  change: (counts: From) => To,
): Record<CountedEvent, To> & Plain {
  return {
    switches: change(switches),
    interrupts: change(interrupts),
    exceptions: change(exceptions),
    softirqs: change(softirqs),
    syscalls: change(syscalls),
    ...{ idle, repeats },
  };
}

type Plain = Pick<ProfileEvents, 'idle' | 'repeats'>;
type CountedEvent = Exclude<keyof ProfileEvents, keyof Plain>;
