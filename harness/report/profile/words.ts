// SPDX-License-Identifier: Apache-2.0
import { rounded } from '../../core/numbers.js';
import { scaledDifference } from '../../profile/diff/diff.js';
import type { Change, FunctionChange, PhaseDifference, ProfileDifference } from '../../profile/diff/types.js';
import { subsystemOf } from '../../profile/subsystem.js';
import { namedShare } from '../../profile/resolve/names.js';
import type { CodeFunction, Profile, ProfilePhase } from '../../profile/types.js';
import { grouped } from '../../core/grouped.js';

/** Headline of every form. */
export function profileTitle({ scenario, app, system }: Profile): string {
  return `Profile of ${scenario}: ${app} on ${system}`;
}

/** How much of a profile has names: `99.7 % of the instructions have a name`. */
export function namedWords(profile: Profile): string {
  const { named, all } = namedShare(profile);
  // Never more than is true: 99.97 is not all.
  const percent = all === 0 ? 100 : Math.floor((named / all) * 1000) / 10;
  return `${percent} % of the instructions have a name`;
}

/** A share in per cent: `12.3 %`, `0.04 %`; `0 %` only for nothing. */
export function shareText(part: number, whole: number): string {
  if (part === 0 || whole === 0) return '0 %';
  const percent = (part / whole) * 100;
  if (percent < 0.005) return '<0.01 %';
  return `${percent.toFixed(percent >= 9.995 ? 1 : 2)} %`;
}

/** Where code belongs, short: the subsystem of the kernel, or the name of the program's file. */
export function placeText(code: CodeFunction): string {
  const place = subsystemOf(code);
  return code.kernel ? place : place.slice(place.lastIndexOf('/') + 1);
}

/** A whole number with its thousands apart. */
export function countText(count: number): string {
  return grouped(String(count));
}

/** What was executed in a phase, in words. */
export function phaseWords({ instructions, kernelInstructions, requests, duration }: ProfilePhase): string {
  const parts = [
    `${countText(instructions)} instructions`,
    `${shareText(kernelInstructions, instructions)} of them in the kernel`,
    duration === undefined || duration <= instructions
      ? ''
      : `${countText(duration - instructions)} vns more in which the CPU was idle`,
    requests === undefined || requests === 0
      ? ''
      : `${countText(requests)} requests, ${grouped((instructions / requests).toFixed(1))} instructions each`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** Headline of every form. */
export function differenceTitle({ before, after }: ProfileDifference): string {
  const name = ({ scenario, app, system }: ProfileDifference['before']): string =>
    `${scenario}: ${app} on ${system}`;
  const [old, now] = [name(before), name(after)];
  return old === now ? `Two profiles of ${now}` : `Profile of ${now}, against ${old}`;
}

/** A change with its sign: `+2,640`, `\u22121.5`, `0`. */
export function signedText(change: number): string {
  const size = grouped(String(rounded(Math.abs(change), 1)));
  return size === '0' ? size : `${change < 0 ? '\u2212' : '+'}${size}`;
}

/** A change of instructions; per request where requests were counted. */
export function changeText(change: Change, { requests }: Pick<PhaseDifference, 'requests'>): string {
  return signedText(scaledDifference(change, requests));
}

/** What changed in a phase, in words. */
export function phaseChangeWords(phase: PhaseDifference): string {
  const { before, after, difference, idle, requests } = phase;
  const percent = before === 0 ? '' : ` (${signedText((difference / before) * 100)} %)`;
  const parts = [
    `${countText(after)} instructions, ${signedText(difference)}${percent}`,
    requests === undefined
      ? ''
      : `${changeText(phase, phase)} per request, of which there were ${[...new Set([requests.before, requests.after])].map(countText).join(' and ')}`,
    idle === undefined || idle.difference === 0 ? '' : `${signedText(idle.difference)} vns of waiting`,
  ];
  return parts.filter((part) => part !== '').join('; ');
}

/** What must be known of a function beside its change; empty when nothing. */
export function changeRemark({ names, before, after, perhaps }: FunctionChange): string {
  const [old, now] = [names.before, names.after].map((list) => list.join(' and '));
  const parts = [
    old === now || before === 0 || after === 0 ? '' : `${old ?? ''} before, ${now ?? ''} after`,
    perhaps === undefined
      ? ''
      : `perhaps ${perhaps.moved === 'into' ? 'inlined into' : 'no longer inlined into'} ${perhaps.callers.join(', ')}: ${signedText(perhaps.together)} together`,
  ];
  return parts.filter((part) => part !== '').join('; ');
}

/** On which side a function is, or how its calls changed; empty when neither says anything. */
export function sideWords({ before, after, calls }: FunctionChange): string {
  if (before === 0) return 'only after';
  if (after === 0) return 'only before';
  if (calls === undefined || calls.before === calls.after) return '';
  return `${countText(calls.before)} → ${countText(calls.after)} calls`;
}
