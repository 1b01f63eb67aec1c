// SPDX-License-Identifier: Apache-2.0
import type { CallNode, CodeFunction, Profile, ProfilePhase } from '../types.js';

/**
 * The profile with its functions sorted by object and address, and without those that never ran: equal boots then give equal
 * profiles, in whatever order their code was found.
 */
export function inOrder(profile: Profile): Profile {
  const used = new Set(profile.phases.flatMap(({ flat, tree }) => [...flat.keys(), ...numbersIn(tree)]));
  const kept = [...used].map((number) => ({ number, code: profile.functions[number] }));
  const sorted = kept
    .flatMap(({ number, code }) => (code === undefined ? [] : [{ number, code }]))
    .sort((a, b) => compare(a.code, b.code));
  const places = new Map(sorted.map(({ number }, index) => [number, index]));
  const placeOf = (number: number): number => places.get(number) ?? -1;
  return {
    ...profile,
    functions: sorted.map(({ code }) => code),
    phases: profile.phases.map((phase) => renumbered(phase, placeOf)),
  };
}

function renumbered(phase: ProfilePhase, placeOf: (number: number) => number): ProfilePhase {
  const flat = [...phase.flat].map(([number, count]) => [placeOf(number), count] as const);
  return {
    ...phase,
    flat: new Map(flat.sort(([a, m], [b, n]) => n - m || a - b)),
    tree: phase.tree === undefined ? undefined : renumberedTree(phase.tree, placeOf),
  };
}

function renumberedTree(node: CallNode, placeOf: (number: number) => number): CallNode {
  const children = node.children.map((child) => renumberedTree(child, placeOf));
  // Of the same size and name: the place decides, not the order in which they were met.
  children.sort((a, b) => b.total - a.total || compareText(a.label, b.label) || a.function - b.function);
  return { ...node, function: placeOf(node.function), children };
}

function numbersIn(tree: CallNode | undefined): number[] {
  const found: number[] = [];
  const open = tree === undefined ? [] : [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.function >= 0) found.push(node.function);
    open.push(...node.children);
  }
  return found;
}

function compare(a: CodeFunction, b: CodeFunction): number {
  if (a.address !== b.address && a.object === b.object) return a.address < b.address ? -1 : 1;
  return compareText(a.object, b.object) || compareText(a.name, b.name);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
