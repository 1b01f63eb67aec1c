// SPDX-License-Identifier: Apache-2.0
import { constants } from 'node:os';
import { type BenchError, attemptError } from '../../core/errors.js';
import { type Foreign, foreignLines, partsOf, says } from '../../core/foreign.js';
import { wholeNumber } from '../../core/numbers.js';
import { printable } from '../../core/printable.js';

/** Why a keeper ended a monitor. */
const REASONS = ['timeout', 'lost', 'console-limit', 'abort'] as const;

/** What the file `result` of a keeper says; see `result.c`. */
export interface KeptResult {
  stopped?: (typeof REASONS)[number] | undefined;
  /** Exit status of the monitor, or the signal that ended it; neither when the network could not be made. */
  exitCode?: number | undefined;
  signal?: NodeJS.Signals | undefined;
  /** Exit status of `guest-network`, when it could not make the network. */
  networkFailed?: number | undefined;
  awaitedNs?: number | undefined;
  hostNs: number;
  /** Length of the console there, bytes. */
  console: number;
  /** What was left on the disk, bytes. */
  free: number;
  /** True when the console could not be written. */
  consoleFailed: boolean;
}

const KEYS = [
  ...['stopped', 'network', 'status', 'signal', 'awaited-ns', 'console-errno', 'host-ns', 'console', 'free'],
];

/**
 * Reads a result. It comes from another machine: anything that a keeper does not write is refused.
 * @param host name for messages.
 * @throws BenchError `KEEPER_ANSWER` (exit 3, scope `attempt`).
 */
export function readResult(text: Foreign, host: string): KeptResult {
  const [first, ...lines] = foreignLines(text);
  if (!says(first, 'lupine-boot-result 1')) throw oddAnswer(host, 'a result of another format');
  if (!says(lines.at(-1), '') || !says(lines.at(-2), 'end'))
    throw oddAnswer(host, 'a result that is not whole');
  const found = new Map<string, Foreign>();
  for (const line of lines.slice(0, -2)) {
    const [, key, value] = partsOf(line, /^([a-z-]{1,20}) ([a-z0-9-]{1,20})$/) ?? [];
    const known = KEYS.find((name) => says(key, name));
    if (known === undefined || value === undefined || found.has(known))
      throw oddAnswer(host, `a result with the line "${printable(line, 60)}"`);
    found.set(known, value);
  }
  const number = (key: string, most?: number): number | undefined => {
    const value = found.get(key);
    const read = wholeNumber(value, 0, most);
    if (value !== undefined && read === undefined) throw oddAnswer(host, `a wrong ${key}`);
    return read;
  };
  const needed = (key: string): number => {
    const value = number(key);
    if (value === undefined) throw oddAnswer(host, `a result without ${key}`);
    return value;
  };
  const stopped = REASONS.find((reason) => says(found.get('stopped'), reason));
  if (stopped === undefined && !says(found.get('stopped'), 'none'))
    throw oddAnswer(host, 'an unknown reason');
  const result = {
    ...{ stopped, exitCode: number('status', 255), signal: signalOf(number('signal', 64)) },
    ...{ networkFailed: number('network', 255), awaitedNs: number('awaited-ns') },
    ...{ hostNs: needed('host-ns'), console: needed('console'), free: needed('free') },
    consoleFailed: number('console-errno') !== undefined,
  };
  const { exitCode, signal, networkFailed, awaitedNs = 0, hostNs } = result;
  if ([exitCode, signal, networkFailed].filter((one) => one !== undefined).length !== 1)
    throw oddAnswer(host, 'a result with no end, or with two');
  if (awaitedNs > hostNs && networkFailed === undefined)
    throw oddAnswer(host, 'a text that came after the end');
  return result;
}

/** The error for an answer that no keeper gives. */
export function oddAnswer(host: string, what: string): BenchError {
  return attemptError(
    'KEEPER_ANSWER',
    `host ${host} gave ${what}.`,
    'Look at that host: what is kept there of boots is to be written by lupine-bench alone.',
  );
}

/** Its name; the largest number for one that has none here. */
function signalOf(number: number | undefined): NodeJS.Signals | undefined {
  if (number === undefined) return undefined;
  const known = Object.keys(constants.signals).find((name): name is NodeJS.Signals =>
    Object.entries(constants.signals).some(([one, value]) => one === name && value === number),
  );
  return known ?? 'SIGKILL';
}
