// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { uptime } from 'node:os';
import { type BenchError, attemptError } from '../../core/errors.js';
import { type Foreign, partsOf } from '../../core/foreign.js';
import { wholeNumber } from '../../core/numbers.js';
import { printable } from '../../core/printable.js';
import { ask, oddAnswer } from '../ask.js';
import type { RemoteShell } from '../types.js';
import type { Before, Grant, Lease } from './types.js';

/** Time on this machine in ms, also while it sleeps; only differences mean something. */
export function localMs(): number {
  return uptime() * 1000;
}

/** What both clocks may be wrong by over a time: each shows hundredths of a second, and none goes wrong by a fiftieth. */
function margin(ms: number): number {
  return 20 + ms / 50;
}

/** Somebody's lease, as another one sees it. */
export interface HeldLease {
  owner: string;
  /** Since when, s ago. */
  sinceS: number;
  /** How long it lasts without another word of its owner, s. */
  leftS: number;
}

/** What one may call an owner: it becomes part of a name. */
const OWNER = /[^A-Za-z0-9@._:-]/g;

/**
 * Tries to take the lease, once.
 * @throws BenchError (exit 3) `LEASE_DAMAGED`, `STATE_UNFIT` or `HOST_ODD`; what the shell throws.
 */
export async function take(
  shell: RemoteShell,
  owner: string,
  {
    state,
    ttlMs,
    force,
    signal,
  }: { state: string; ttlMs: number; force: boolean; signal?: AbortSignal | undefined },
): Promise<Grant | HeldLease> {
  const token = randomBytes(9).toString('hex');
  const asked = localMs();
  const name = owner.replaceAll(OWNER, '_').slice(0, 100);
  const args = [state, name, token, `${Math.round(ttlMs / 10)}`, force ? 'force' : ''];
  const [line] = await ask(shell, 'lease/common lease/take', args, { signal });
  const held = heldLease(line);
  if (held !== undefined) return held;
  const [, number, ends, wait, before] = found(line, /^taken ([0-9]+) ([0-9]+) ([0-9]+) ([a-z]+) /);
  const parts = [number, ends, wait].map((digits) => wholeNumber(digits));
  const word = BEFORE.find((known) => before !== undefined && printable(before) === known);
  const [, , left = MOST_WAIT] = parts;
  if (parts[0] === undefined || parts[1] === undefined || left >= MOST_WAIT || word === undefined)
    throw refusal(shell, state, line);
  const alone = left * 10;
  return {
    number: parts[0],
    token,
    ends: parts[1],
    before: word,
    deadline: asked + ttlMs - margin(ttlMs),
    aloneFrom: alone === 0 ? asked : localMs() + alone + margin(alone),
  };
}

/** No lease leaves so much to wait for, hundredths of a second: a day. */
const MOST_WAIT = 8_640_000;

const BEFORE: readonly Before[] = ['none', 'released', 'expired', 'rebooted', 'forced'];

/** What a word to the host about a lease came to. */
export type BeatAnswer = Pick<Grant, 'ends' | 'deadline'> | { lostTo: string };

/** Prolongs a lease. @throws BenchError (exit 3) `STATE_UNFIT` or `HOST_ODD`; what the shell throws. */
export async function beat(
  shell: RemoteShell,
  { state, number, token, ends }: Pick<Grant, 'number' | 'token' | 'ends'> & { state: string },
  ttlMs: number,
  options: { timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<BeatAnswer> {
  const asked = localMs();
  const args = [state, `${number}`, token, `${Math.round(ttlMs / 10)}`, `${ends}`];
  const [line] = await ask(shell, 'lease/common lease/beat', args, options);
  const kept = wholeNumber(found(line, /^kept ([0-9]+)$/)[1]);
  if (kept !== undefined) return { ends: kept, deadline: asked + ttlMs - margin(ttlMs) };
  const [said, who] = found(line, /^(?:late|lost ?(.*))$/);
  if (said === undefined) throw refusal(shell, state, line);
  return { lostTo: printable(who ?? '', 100) };
}

/** Gives a lease back; nothing happens to one that is lost. */
export async function release(
  shell: RemoteShell,
  lease: Pick<Lease, 'state' | 'number' | 'token'>,
): Promise<void> {
  const [line] = await ask(shell, 'lease/common lease/release', [
    lease.state,
    `${lease.number}`,
    lease.token,
  ]);
  if (found(line, /^released$/)[0] === undefined) throw refusal(shell, lease.state, line);
}

/** Who has the lease of a host; nothing when it is free. @throws as {@link take}. */
export async function leaseOf(
  shell: RemoteShell,
  state: string,
  signal?: AbortSignal,
): Promise<HeldLease | undefined> {
  const [line] = await ask(shell, 'lease/common lease/status', [state], { signal });
  if (found(line, /^free$/)[0] !== undefined) return undefined;
  const held = heldLease(line);
  if (held === undefined) throw refusal(shell, state, line);
  return held;
}

function heldLease(line: Foreign | undefined): HeldLease | undefined {
  const [, now, since, ends, owner] = found(line, /^held [0-9]+ ([0-9]+) ([0-9]+) ([0-9]+) (\S+)$/);
  const times = [now, since, ends].map((digits) => wholeNumber(digits));
  if (times[0] === undefined || times[1] === undefined || times[2] === undefined) return undefined;
  const seconds = (hundredths: number): number => Math.max(0, Math.ceil(hundredths / 100));
  return {
    owner: printable(owner ?? '', 100),
    sinceS: seconds(times[0] - times[1]),
    leftS: seconds(times[2] - times[0]),
  };
}

function found(line: Foreign | undefined, pattern: RegExp): readonly (Foreign | undefined)[] {
  return (line === undefined ? undefined : partsOf(line, pattern)) ?? [];
}

function refusal(shell: RemoteShell, state: string, line: Foreign | undefined): BenchError | Error {
  const damaged = wholeNumber(found(line, /^damaged ([0-9]+)$/)[1]);
  if (damaged !== undefined)
    return attemptError(
      'LEASE_DAMAGED',
      `the lease ${damaged} in ${printable(state)} of ${shell.name} is none of ours.`,
      'Take it over with `lupine-bench hosts release` when nobody measures there.',
    );
  const [, why] = found(line, /^cannot (.*)$/);
  if (why === undefined) return oddAnswer(shell, line);
  return attemptError(
    'STATE_UNFIT',
    `the state folder ${printable(state)} of ${shell.name} does not keep a lease: ${printable(why, 200)}`,
    'Give the user there the right to write to it, and its disk some space, or name another folder in the inventory.',
  );
}
