// SPDX-License-Identifier: Apache-2.0
import { callsOf } from '../../../profile/calls.js';
import type { CallDifference } from '../../../profile/diff/types.js';
import type { CallNode, CodeFunction, Profile, ProfilePhase } from '../../../profile/types.js';
import { countText, shareText, signedText } from '../words.js';
import { changeColour, colourOf } from './colours.js';
import type { FlameNode } from './types.js';

/** The calls of a phase as a flame graph: wide as instructions are many. */
export function profileFlame(profile: Profile, phase: ProfilePhase): FlameNode {
  const whole = phase.instructions;
  const nodeOf = (node: CallNode): FlameNode => {
    const { kind, label, self, total, calls, children } = node;
    const code = profile.functions[node.function];
    const about = (): string =>
      aboutOf(nameOf(label, code), [
        `${countText(total)} instructions, ${shareText(total, whole)}`,
        self === total || self === 0 ? '' : `${countText(self)} its own`,
        callsText(calls),
      ]);
    return { label, size: total, colour: colourOf(kind, code), about, children: children.map(nodeOf) };
  };
  return nodeOf(callsOf(profile, phase));
}

/**
 * The calls of two profiles as a flame graph: wide as instructions of both sides together, so that also what is on one side
 * only can be seen; red for more, blue for less.
 */
export function differenceFlame(calls: CallDifference): FlameNode {
  const { total, self, label, code, children } = calls;
  const about = (): string =>
    aboutOf(nameOf(label, code), [
      `${signedText(total.difference)}: ${countText(total.before)} before, ${countText(total.after)} after`,
      self.difference === 0 || self.difference === total.difference
        ? ''
        : `${signedText(self.difference)} its own`,
      calls.calls.before === calls.calls.after
        ? callsText(calls.calls.after)
        : `${countText(calls.calls.before)} calls before, ${countText(calls.calls.after)} after`,
    ]);
  return {
    ...{ label, size: total.before + total.after, colour: changeColour(total), about },
    children: children.map(differenceFlame),
  };
}

function aboutOf(name: string, facts: readonly string[]): string {
  return `${name}\n${facts.filter(Boolean).join('; ')}`;
}

function callsText(calls: number): string {
  return calls === 0 ? '' : `${countText(calls)} ${calls === 1 ? 'call' : 'calls'}`;
}

/** The label, the function where that is another name, and where it is from. */
function nameOf(label: string, code: CodeFunction | undefined): string {
  if (code === undefined) return label;
  const place = code.source === '' ? code.object : code.source;
  return `${label === code.name ? label : `${label}: ${code.name}`} (${place})`;
}
