// SPDX-License-Identifier: Apache-2.0
import { attemptError } from '../../../harness/core/errors.js';
import type { Host } from '../../../harness/host/types.js';
import type { FleetOptions } from '../../../harness/run/options.js';
import type { StepRecord } from '../../../harness/run/record.js';
import type { RunOptions } from '../../../harness/run/options.js';
import {
  type Script,
  type ScriptedHost,
  type ScriptedParts,
  scriptedHost,
} from '../../support/scripted-host.js';

/** Names of the hosts of a test. */
export const NAMES = ['one', 'two'];
/** Apps, each a block under the wall clock. */
export const APPS = ['hello', 'redis', 'nginx', 'memcached'];

/** A host of a test. */
export const host = (name: string, script?: Script, parts: ScriptedParts = {}): ScriptedHost =>
  scriptedHost(script, { name, slots: 1, ...parts });

/** Options of a run on several hosts. */
export function on(hosts: readonly Host[], more: Partial<FleetOptions> = {}): Partial<RunOptions> {
  const [first] = hosts;
  return first === undefined ? {} : { host: first, fleet: { hosts, ...more } };
}

/** Hosts of the records of each series. */
export function hostsBySeries(records: Iterable<StepRecord>): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { step, host: where } of records) {
    const name = `${step.scenario}/${step.app}`;
    found.set(name, (found.get(name) ?? new Set()).add(where));
  }
  return found;
}

/** A host that is gone. */
export const lost = (): never => {
  throw attemptError('SSH_LOST', 'the connection to host one was lost.', 'Look at it.');
};
