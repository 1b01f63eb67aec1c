// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import { measureError, usageError } from '../../core/errors.js';
import { suggest } from '../../core/suggest.js';
import { askToStop } from './fleet.js';
import { writeInventory } from './inventory-text.js';
import { type Owner, endOwner } from '../../core/owner.js';
import { type KnownHost, livingHosts, removeDead, withHosts } from './state.js';

/** Time in which a process ends its hosts, ms; then it is killed, and they with it. */
const END_MS = 20_000;

/** Between two looks, ms. */
const LOOK_MS = 100;

/**
 * Ends emulated hosts of this user: these, or all. Their processes are asked first; one that does not end is killed, and its
 * hosts die with it. Only a process that is still the one that started a host gets a signal.
 * @returns names of those that were ended.
 * @throws BenchError `HOST_UNKNOWN` (exit 2) for a name that no emulated host has; `HOST_LEFT` (exit 3).
 */
export async function stopHosts(names: readonly string[]): Promise<string[]> {
  const living = await livingHosts();
  const known = living.map(({ name }) => name);
  const odd = names.find((name) => !known.includes(name));
  if (odd !== undefined) {
    const next = known.length === 0 ? 'None runs at the moment.' : suggest(odd, known);
    throw usageError('HOST_UNKNOWN', `there is no emulated host "${odd}".`, next);
  }
  const meant = living.filter(({ name }) => names.length === 0 || names.includes(name));
  // A process all of whose hosts end needs no look at a file; one that is not yet done with starting them hears of it too.
  const whole = ownersOf(meant).filter(
    (owner) => countOf(living, owner) === countOf(meant, owner) || !living.every(({ ready }) => ready),
  );
  for (const host of meant) if (!whole.some(({ pid }) => pid === host.owner.pid)) await askToStop(host);
  for (const owner of whole) await endWhole(owner);
  await untilGone(meant.map(({ name }) => name));
  await withHosts(removeDead);
  await writeInventory();
  return meant.map(({ name }) => name);
}

function ownersOf(hosts: readonly KnownHost[]): Owner[] {
  return [...new Map(hosts.map(({ owner }) => [owner.pid, owner])).values()];
}

function countOf(hosts: readonly KnownHost[], { pid }: Owner): number {
  return hosts.filter(({ owner }) => owner.pid === pid).length;
}

async function endWhole(owner: Owner): Promise<void> {
  if (await endOwner(owner, 'SIGTERM', END_MS)) return;
  if (await endOwner(owner, 'SIGKILL', END_MS)) return;
  throw left(`the process ${owner.pid} that has emulated hosts`);
}

async function untilGone(names: readonly string[]): Promise<void> {
  const until = performance.now() + END_MS;
  for (;;) {
    const [still] = (await livingHosts()).filter(({ name }) => names.includes(name));
    if (still === undefined) return;
    if (performance.now() > until) throw left(`the emulated host ${still.name}`);
    await sleep(LOOK_MS);
  }
}

function left(what: string): Error {
  return measureError(
    'HOST_LEFT',
    `${what} did not end within ${END_MS / 1000} s.`,
    'Call `lupine-bench hosts stop` without names: it ends the process that has them.',
  );
}
