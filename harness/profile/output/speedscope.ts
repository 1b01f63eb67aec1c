// SPDX-License-Identifier: Apache-2.0
import { visible } from '../../core/printable.js';
import { callsOf, stacksOf } from '../calls.js';
import type { CallNode, Profile, ProfilePhase } from '../types.js';

/** One frame of speedscope's file format. */
interface Frame {
  name: string;
  file?: string;
}

/** A sampled profile of speedscope's file format; a sample is a place in the call tree, its weight instructions. */
interface SampledProfile {
  type: 'sampled';
  name: string;
  unit: 'none';
  startValue: number;
  endValue: number;
  samples: number[][];
  weights: number[];
}

/** A file of speedscope, as far as it is used here. */
export interface SpeedscopeFile {
  $schema: 'https://www.speedscope.app/file-format-schema.json';
  name: string;
  exporter: string;
  activeProfileIndex: number;
  shared: { frames: Frame[] };
  profiles: SampledProfile[];
}

/**
 * A profile for https://www.speedscope.app, a profile of its own for each phase. The calls have no order in time: the view
 * "left heavy" is the one to look at.
 */
export function speedscopeFile(profile: Profile): SpeedscopeFile {
  const frames = new FrameTable(profile);
  const profiles = profile.phases.map((phase) => sampled(profile, phase, frames));
  const largest = Math.max(0, ...profiles.map(({ endValue }) => endValue));
  return {
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    name: visible(`${profile.scenario} ${profile.app} on ${profile.system}`),
    exporter: 'lupine-bench',
    activeProfileIndex: Math.max(
      0,
      profiles.findIndex(({ endValue }) => endValue === largest),
    ),
    shared: { frames: frames.list },
    profiles,
  };
}

function sampled(profile: Profile, phase: ProfilePhase, frames: FrameTable): SampledProfile {
  const stacks = stacksOf(callsOf(profile, phase));
  return {
    type: 'sampled',
    name: visible(phase.name),
    unit: 'none',
    startValue: 0,
    endValue: phase.instructions,
    samples: stacks.map((stack) => stack.frames.map((node) => frames.index(node))),
    weights: stacks.map(({ self }) => self),
  };
}

/** Frames that all phases share. */
class FrameTable {
  readonly list: Frame[] = [];
  readonly #known = new Map<string, number>();
  readonly #functions: Profile['functions'];

  constructor({ functions }: Profile) {
    this.#functions = functions;
  }

  index({ function: number, label }: CallNode): number {
    const key = `${number} ${label}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const code = this.#functions[number];
    const file = code === undefined ? '' : visible(code.source || code.object);
    this.list.push({ name: visible(label), ...(file === '' ? {} : { file }) });
    this.#known.set(key, this.list.length - 1);
    return this.list.length - 1;
  }
}
