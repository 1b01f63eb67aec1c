// SPDX-License-Identifier: Apache-2.0
import { kernelEvents } from '../kernel/events.js';
import type { KernelFile } from '../kernel/kernel.js';
import type { Programs } from '../program/root.js';
import type { RawProfile } from '../raw/types.js';
import { BlockResolver } from '../resolve/blocks.js';
import type { Profile, ProfilePhase } from '../types.js';
import { TreeGrower } from './call-tree.js';
import { flatOf } from './counts.js';
import { type GuestTime, durationsOf } from './durations.js';
import { EventCounter } from './events.js';
import { inOrder } from './order.js';
import { type NamedPhase, type ProfiledClient, namePhases } from './phases.js';
import { namesOfTasks } from './tasks.js';

/** What a profile is made of. */
export interface ProfileParts extends Pick<Profile, 'scenario' | 'system' | 'app' | 'metrics'> {
  raw: RawProfile;
  kernel: KernelFile;
  programs: Programs;
  /** What the guest reported; missing when it never did. */
  time: GuestTime | undefined;
  /** Clients in the guest, in the order in which they ran. */
  clients: readonly ProfiledClient[];
}

/** Marks of the phases before PID 1. */
const EARLY = ['reset', 'kernel'];

/**
 * Makes a profile from what the plugin counted.
 * @throws BenchError `PROFILE_INEXACT` (exit 3).
 */
export function assembleProfile(parts: ProfileParts): Profile {
  const { raw, kernel, programs, time, clients, ...names } = parts;
  const resolver = new BlockResolver(kernel, programs.programs, {
    all: raw.blocks,
    beforeInit: raw.phases
      .filter(({ mark }) => EARLY.includes(mark))
      .flatMap(({ counts }) => counts.map(({ block }) => block)),
  });
  const phases = namePhases(raw.phases, clients).map((phase) => ({
    ...phase,
    flat: flatOf(phase.raw.counts, resolver),
  }));
  const events = kernelEvents(kernel);
  const counter = new EventCounter(events);
  const tasks = namesOfTasks(raw.tasks, resolver);
  const taskName = (number: number): string => tasks.get(number) ?? 'unknown task';
  const trees = new TreeGrower(raw, { resolver, events, taskName }, (number) => treeNumber(phases, number));
  const counted = phases.map(({ flat, raw: own }) => ({ raw: own, instructions: sumOf(flat) }));
  const durations = durationsOf(counted, time ?? { tsc: {}, tscHz: 0n });
  const functions = resolver.book.all;
  const made = phases.map(({ name, requests, flat, raw: own }, index): ProfilePhase => ({
    ...{ name, requests, flat },
    instructions: sumOf(flat),
    duration: durations[index],
    kernelInstructions: sumOf(flat, (number) => functions[number]?.kernel === true),
    events: counter.eventsOf(own, taskName),
    tree: raw.nodes.length === 0 ? undefined : trees.treeOf(index, name),
  }));
  return inOrder({ format: 1, ...names, notes: notesOf(programs, raw), functions, phases: made });
}

/** Index of the named phase that has a phase of the plugin. */
function treeNumber(phases: readonly NamedPhase[], number: number): number {
  return phases.findIndex(({ numbers }) => numbers.includes(number));
}

function sumOf(flat: ReadonlyMap<number, number>, wanted: (number: number) => boolean = () => true): number {
  let sum = 0;
  for (const [number, count] of flat) if (wanted(number)) sum += count;
  return sum;
}

function notesOf({ notes }: Programs, { folded }: RawProfile): string[] {
  if (folded === 0) return notes;
  return [
    ...notes,
    `${folded} calls were deeper or more various than the tree holds; they are counted in their callers.`,
  ];
}
