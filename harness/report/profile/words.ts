// SPDX-License-Identifier: Apache-2.0
import type { Profile, ProfilePhase } from '../../profile/types.js';
import { grouped } from '../format/number.js';

/** Headline of every form. */
export function profileTitle({ scenario, app, system }: Profile): string {
  return `Profile of ${scenario}: ${app} on ${system}`;
}

/** A share in per cent: `12.3 %`, `0.04 %`; `0 %` only for nothing. */
export function shareText(part: number, whole: number): string {
  if (part === 0 || whole === 0) return '0 %';
  const percent = (part / whole) * 100;
  if (percent < 0.005) return '<0.01 %';
  return `${percent.toFixed(percent >= 9.995 ? 1 : 2)} %`;
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
