// SPDX-License-Identifier: Apache-2.0
import type { TrustReason } from '../image/trust.js';
import type { PlanStep } from '../plan/types.js';
import type { StepRecord } from '../run/record.js';

/** What a reason is about, and how it reads. */
interface TrustWords {
  about: keyof Pick<PlanStep, 'system' | 'app'>;
  /** @param names systems or apps, in words. */
  text: (names: string) => string;
}

/** For a system on which any app could. */
function onSystem(because: string): TrustWords {
  const text = (names: string): string =>
    `On ${names} an app could write a report of its own, because ${because}: the values rest on trust in the app.`;
  return { about: 'system', text };
}

const WORDS: Readonly<Record<TrustReason, TrustWords>> = {
  'kernel-mode': onSystem('programs run in kernel mode'),
  'one-user': onSystem('there is only one user, who may do everything'),
  'no-ports': onSystem('the kernel has no ioperm() and PID 1 no way to prove that a report is its own'),
  'no-nonce': onSystem('the monitor gives PID 1 no way to prove that a report is its own'),
  'unknown-kernel': onSystem('nobody knows what the kernel keeps it from'),
  'no-pid1': {
    about: 'system',
    text: (names) =>
      `Nothing of ours runs beside the app on ${names}: what it prints is believed, as far as its lines, its end and its times agree.`,
  },
  privileged: {
    about: 'app',
    text: (names) =>
      `Apps with all rights in their guest could write a report of their own: the values of ${names} rest on trust in the app.`,
  },
  'shared-user': {
    about: 'app',
    text: (names) =>
      `Apps that run as root beside the programs that load them could change what these print: the values of loads of ${names} rest on trust in the app.`,
  },
};

/** Which values rest on trust in an app, and why: a sentence for each reason, in a fixed order. */
export function trustNotes(records: readonly Pick<StepRecord, 'step' | 'trust'>[]): string[] {
  return Object.entries(WORDS).flatMap(([reason, { about, text }]) => {
    const names = records
      .filter(({ trust = [] }) => trust.some((one) => one === reason))
      .map(({ step }) => step[about]);
    return names.length === 0 ? [] : [text([...new Set(names)].sort().join(', '))];
  });
}
