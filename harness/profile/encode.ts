// SPDX-License-Identifier: Apache-2.0
import type { StoredFunction, StoredPhase, StoredProfile } from './stored-types.js';
import type { CodeFunction, Profile, ProfileEvents, ProfilePhase } from './types.js';

/** A profile as a file has it. */
export function encodeProfile({ functions, phases, metrics, notes, ...names }: Profile): StoredProfile {
  const stored: StoredProfile = {
    ...names,
    functions: functions.map(encodeFunction),
    phases: phases.map(encodePhase),
  };
  if (metrics !== undefined) stored.metrics = { ...metrics };
  if (notes !== undefined) stored.notes = [...notes];
  return stored;
}

/** The profile of a file that fits its schema. */
export function decodeProfile({ functions, phases, ...names }: StoredProfile): Profile {
  return { ...names, functions: functions.map(decodeFunction), phases: phases.map(decodePhase) };
}

function encodeFunction({ address, ...rest }: CodeFunction): StoredFunction {
  return { ...rest, address: `0x${address.toString(16)}` };
}

function decodeFunction({ address, ...rest }: StoredFunction): CodeFunction {
  return { ...rest, address: BigInt(address) };
}

function encodePhase({ duration, requests, tree, flat, events, ...rest }: ProfilePhase): StoredPhase {
  const phase: StoredPhase = {
    ...rest,
    flat: [...flat],
    events: mapEvents(events, (counts) => Object.fromEntries(counts)),
  };
  if (duration !== undefined) phase.duration = duration;
  if (requests !== undefined) phase.requests = requests;
  // Nobody changes a stored profile.
  if (tree !== undefined) phase.tree = tree as NonNullable<StoredPhase['tree']>;
  return phase;
}

function decodePhase({ duration, tree, flat, events, ...rest }: StoredPhase): ProfilePhase {
  return {
    ...{ ...rest, duration, tree },
    flat: new Map(flat),
    events: mapEvents(events, (counts) => new Map(Object.entries(counts))),
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
