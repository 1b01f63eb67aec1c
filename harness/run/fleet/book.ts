// SPDX-License-Identifier: Apache-2.0
import { measureError } from '../../core/errors.js';
import type { Host } from '../../host/types.js';
import { ProvenanceBook } from '../provenance-book.js';
import type { Member } from './member.js';
import type { FleetRun } from '../options.js';

/** Notes a host in the provenance of its run before it measures, and which CPUs it uses. */
export type OpenBook = (member: Member, signal: AbortSignal) => Promise<ProvenanceBook>;

/** The provenance of a run on several hosts: the first one that answers begins it, or goes on with it, and the others join. */
export function bookOf({ folder, plan, options, kernelSource }: Omit<FleetRun, 'fleet'>): OpenBook {
  let book: ProvenanceBook | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const noted = new Set<string>();
  const open = async ({ host }: Member): Promise<ProvenanceBook> => {
    if (book === undefined) {
      book = await ProvenanceBook.open(folder, plan, host, kernelSource, options.cpus);
      noted.add(host.name);
    }
    if (!noted.has(host.name)) await book.join(host, options.cpus);
    noted.add(host.name);
    return book;
  };
  return async (member, signal) => {
    const { host } = member;
    // What takes long is asked of all of them at the same time.
    const identity = await host.identity();
    const planned = plan.fleet?.find(({ name }) => name === host.name)?.identity;
    if (planned !== undefined && planned !== identity) throw changed(host.name, planned, identity);
    await host.monitor(plan.monitor);
    if (plan.clock === 'wall') await requireKvmOn(host, plan.monitor, signal);
    const turn = last.then(() => open(member));
    last = turn.catch(() => undefined);
    const opened = await turn;
    member.pins = opened.pinsOn(host.name);
    member.emulated = opened.emulatedOn(host.name);
    if (member.pins?.client !== undefined) await host.requireGuestNetwork(signal);
    return opened;
  };
}

async function requireKvmOn(host: Host, monitor: string, signal: AbortSignal): Promise<void> {
  const { kvm, kvmReason } = await host.kvm(monitor, { signal });
  if (kvm) return;
  throw measureError(
    'KVM_UNUSABLE',
    `KVM runs no guest on host ${host.name}: ${kvmReason}`,
    '`lupine-bench hosts probe` asks it again.',
  );
}

function changed(name: string, planned: string, identity: string): Error {
  return measureError(
    'HOST_CHANGED',
    `host ${name} is another one than the run was planned with: ${planned} is now ${identity}.`,
    'Give it back what it had (`lupine-bench hosts probe`), or start a new run.',
  );
}
