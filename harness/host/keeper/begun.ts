// SPDX-License-Identifier: Apache-2.0
import { type BootNonce, nonceOf } from '../../boot/nonce.js';
import type { BootRequest } from '../../boot/request.js';
import { attemptError } from '../../core/errors.js';
import { type Foreign, partsOf, says } from '../../core/foreign.js';
import { digestOf } from '../../core/json.js';
import { printable } from '../../core/printable.js';
import { oddAnswer } from './result.js';

/** Name of a boot's job: the UUID of its machine, and what it is to be. Who comes later knows both by it. */
export function jobName(uuid: string, request: BootRequest): string {
  return `${uuid} ${digestOf({ request: JSON.stringify(request) })}`;
}

/**
 * What binds the frames of the boot that is going on in a folder: another coordinator may have begun it.
 * @throws BenchError `KEEPER_ANSWER`, `KEEPER_FOLDER` (exit 3, scope `attempt`).
 */
export function begunNonce(name: Foreign, request: BootRequest, host: string): BootNonce {
  const [, uuid] = partsOf(name, /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) [0-9a-f]{64}$/) ?? [];
  if (uuid === undefined) throw oddAnswer(host, 'a boot without a name');
  const made = nonceOf(printable(uuid));
  if (says(name, jobName(made.uuid, request))) return made;
  throw attemptError(
    'KEEPER_FOLDER',
    `the folder on host ${host} that was meant for this boot has another one in it.`,
    'Each boot needs a folder of its own there: remove this one.',
  );
}
