// SPDX-License-Identifier: Apache-2.0
import { visible } from '../../core/printable.js';
import { callsOf, stacksOf } from '../calls.js';
import type { Profile } from '../types.js';

/**
 * Folded stacks as flame graph tools read them: a line each, frames from the phase inwards with `;` between them, a space,
 * and instructions; sorted by bytes, so that equal profiles give equal text.
 */
export function foldedStacks(profile: Profile): string {
  const lines = new Map<string, number>();
  for (const phase of profile.phases) {
    for (const { frames, self } of stacksOf(callsOf(profile, phase))) {
      const stack = [phase.name, ...frames.slice(1).map(({ label }) => label)].map(frameText).join(';');
      lines.set(stack, (lines.get(stack) ?? 0) + self);
    }
  }
  return [...lines]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([stack, instructions]) => `${stack} ${instructions}\n`)
    .join('');
}

/** A name as a frame: what would end the frame, or the line, is replaced. */
function frameText(label: string): string {
  return visible(label).replaceAll(';', ',') || '?';
}
