// SPDX-License-Identifier: Apache-2.0
import type { RunSummary } from '../summary/types.js';
import type { Reason } from './result.js';
import type { Difference } from './types.js';

const BY_CLOCK = {
  deterministic: 'instructions are counted here, the paper took time on a host with KVM',
  wall: 'the host is another one',
} as const;

const MITIGATIONS = {
  deterministic: 'in instructions they count for little, in time for more',
  wall: 'part of the gap is theirs',
} as const;

const CROSSING = {
  deterministic:
    'the price of crossing between user and kernel mode, in cycles, is invisible to the deterministic clock',
  wall: 'crossing between user and kernel mode costs what this host charges for it',
} as const;

/** What our side differs in from the paper's, for the clock and the kernel of this run. */
export function reasonsFor(differs: readonly Difference[], run: RunSummary): Reason[] {
  return differs.map((id) => ({ id, text: SENTENCES[id](run) }));
}

const SENTENCES: Readonly<Record<Difference, (run: RunSummary) => string>> = {
  kernel: (run) => `the guest kernel is ${kernelOf(run)}, the paper's was Linux 4.0`,
  mitigations: ({ clock }) =>
    `microvm's kernel carries mitigations of processor flaws (page-table isolation, retpolines), which came after the paper and which Lupine leaves out; ${MITIGATIONS[clock]}`,
  clock: ({ clock }) => BY_CLOCK[clock],
  program: () => "the program is a loop of our own, not lmbench's",
  loopback: () =>
    'client and server share the one virtual CPU, over loopback; the paper put the client on other CPUs',
  'link-layout': () =>
    'a kernel linked at 16 MiB with 2 MiB between its sections sets much of the floor; the search here is verified by the app itself, to 1 MiB',
  crossing: ({ clock }) => CROSSING[clock],
  dependencies: () => 'the count of a final configuration includes what the chosen options bring with them',
};

/** Version of the guest kernel's source, as the provenance has it. */
function kernelOf({ provenance }: RunSummary): string {
  const source = provenance.find(({ label }) => label === 'kernel source');
  return source?.value.split(',')[0] ?? 'a later one';
}
