// SPDX-License-Identifier: Apache-2.0
import { measureError } from '../core/errors.js';
import { trimmed } from '../core/foreign.js';
import { type AnyText, printable } from '../core/printable.js';
import type { ClientOutput, ClientReport } from './types.js';

/**
 * The output of a client that ended well.
 * @throws BenchError `CLIENT_FAILED` (exit 3) when it did not run or ended with a status other than 0.
 */
export function outputOf(report: ClientReport, name: string): ClientOutput {
  const client = report.clients.find((one) => one.name === name);
  if (client?.status === 0) return client;
  const how =
    client === undefined
      ? 'did not run'
      : `ended with status ${client.status}: ${printable(trimmed(client.stderr), 500)}`;
  throw measureError('CLIENT_FAILED', `${name} ${how}.`, 'Look at the console log of this boot.');
}

/** The error for output that is not what the client is known to print. */
export function unexpectedOutput(client: string, found: AnyText, expected: string): Error {
  return measureError(
    'CLIENT_OUTPUT',
    `${client} printed "${printable(found, 200)}" instead of ${expected}.`,
    'Look at the console log of this boot; the client may have met an error.',
  );
}

/** The error for a time that the guest did not report, or that cannot be. */
export function markMissing(event: string): Error {
  return measureError(
    'MARK_MISSING',
    `the guest did not report the time of "${event}", or it contradicts another.`,
    'Look at the console log.',
  );
}
