// SPDX-License-Identifier: Apache-2.0
import { callsOf } from '../calls.js';
import type { CallNode, CodeFunction, Profile } from '../types.js';
import { baseName } from './base-name.js';
import type { CallDifference, Change } from './types.js';

/** The calls of a phase of two profiles in one tree: a place is the same when every function on the way to it is. */
export function diffCalls(before: Profile, after: Profile, phase: string): CallDifference {
  const places = ([before, after] as const).flatMap((profile, index): Place[] => {
    const found = profile.phases.find(({ name }) => name === phase);
    if (found === undefined) return [];
    return [{ node: callsOf(profile, found), side: index === 0 ? 'before' : 'after', profile }];
  });
  return merged(places, phase);
}

type Side = 'before' | 'after';

interface Place {
  node: CallNode;
  side: Side;
  profile: Profile;
}

function merged(places: readonly Place[], label: string): CallDifference {
  const children = new Map<string, Place[]>();
  for (const place of places) {
    for (const node of place.node.children) {
      const child = { ...place, node };
      const key = keyOf(child);
      const group = children.get(key);
      if (group === undefined) children.set(key, [child]);
      else group.push(child);
    }
  }
  const last = places.at(-1);
  const sum = (side: Side, of: 'self' | 'total' | 'calls'): number =>
    places.reduce((all, { node, side: own }) => all + (own === side ? node[of] : 0), 0);
  const change = (of: 'self' | 'total'): Change => {
    const [old, now] = [sum('before', of), sum('after', of)];
    return { before: old, after: now, difference: now - old };
  };
  return {
    kind: last?.node.kind ?? 'phase',
    label: last?.node.label ?? label,
    code: last === undefined ? undefined : codeOf(last),
    ...{ self: change('self'), total: change('total') },
    calls: { before: sum('before', 'calls'), after: sum('after', 'calls') },
    children: [...children.values()]
      .map((group) => merged(group, label))
      .sort((a, b) => sizeOf(b) - sizeOf(a) || (a.label < b.label ? -1 : 1)),
  };
}

/** Both sides together: what is on one side only has its size, too. */
function sizeOf({ total }: CallDifference): number {
  return total.before + total.after;
}

function codeOf({ node, profile }: Place): CodeFunction | undefined {
  return profile.functions[node.function];
}

function keyOf(place: Place): string {
  const { kind, label } = place.node;
  return [kind, codeOf(place)?.object ?? '', baseName(label)].join('\0');
}
