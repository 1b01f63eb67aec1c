// SPDX-License-Identifier: Apache-2.0
import type { Sample } from '../metric/types.js';
import { varies } from '../metric/units.js';
import type { Plan } from '../plan/types.js';
import type { Provenance } from '../run/provenance.js';
import type { StepRecord } from '../run/record.js';
import type { RefusedSample } from './plausible.js';

/** Code of a time that was taken on an emulated host. */
export const HOST_EMULATED = 'HOST_EMULATED';

/** What becomes of times of emulated hosts: they are left out, or shown with a warning. */
export type EmulatedTimes = 'refused' | 'allowed';

/** Identities of the hosts of a run whose times mean nothing; none under the deterministic clock, where instructions are counted. */
export function emulatedHosts(
  { clock }: Pick<Plan, 'clock'>,
  records: readonly StepRecord[],
  provenance?: Provenance,
): string[] {
  if (clock === 'deterministic') return [];
  const hosts = [provenance?.host, ...(provenance?.others ?? []).map(({ host }) => host)];
  const whole = provenance?.others === undefined && provenance?.host.emulated === true;
  const known = hosts.flatMap((host) => (host?.emulated === true ? [host.identity] : []));
  const marked = records
    .filter(({ emulated, host }) => whole || emulated === true || known.includes(host))
    .map(({ host }) => host);
  return [...new Set(marked)];
}

/** Samples without the times of emulated hosts, and these with the reason. Sizes and counts are what they are anywhere. */
export function withoutEmulated(
  samples: readonly Sample[],
  hosts: readonly string[],
): { samples: Sample[]; refused: RefusedSample[] } {
  const isRefused = ({ unit, host }: Sample): boolean => varies(unit) && hosts.includes(host);
  return {
    samples: samples.filter((sample) => !isRefused(sample)),
    refused: samples.filter(isRefused).map(({ value: _, ...sample }) => ({
      ...sample,
      code: HOST_EMULATED,
      message: `The processor of host ${sample.host} is emulated: its times mean nothing. \`--allow-emulated\` shows them.`,
    })),
  };
}

/** What is said of emulated hosts beside numbers, one sentence each. */
export function emulatedNotes(hosts: readonly string[], times: EmulatedTimes): string[] {
  return hosts.map((host) =>
    times === 'allowed'
      ? `Warning: ${emulatedWords(host)} They are shown because --allow-emulated was given.`
      : `Warning: ${emulatedWords(host)} They are left out; --allow-emulated shows them.`,
  );
}

/** What a reader of times of emulated hosts must know. */
export function emulatedWords(host: string): string {
  return `the processor of host ${host} is emulated, and its times mean nothing.`;
}
