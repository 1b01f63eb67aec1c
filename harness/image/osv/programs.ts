// SPDX-License-Identifier: Apache-2.0
import type { Job } from '../../app/job.js';
import type { OsvCommand } from './command-line.js';
import type { OsvProgram } from './guest.js';

/** Where our own programs are in a guest. */
export const ownPath = (program: OsvProgram): string => `/lupine/${program}`;

/** With this status QEMU ends when a guest has done everything: an odd one that it never has by itself. */
export const DONE_STATUS = 43;
const DONE = (DONE_STATUS - 1) / 2;

/** Seconds of the guest that an app may take until it accepts a connection. */
const READY_SECONDS = 60;

/** What runs in a guest, in order, and which of our own programs it needs. */
export interface OsvPrograms {
  commands: OsvCommand[];
  own: OsvProgram[];
}

/**
 * What a guest does for a job. A server runs beside the others; its port is waited for; each client's output stands between
 * two marks, or the host is waited for that loads the app; then the machine is ended at once. Any other app runs alone, and the machine ends with it.
 * @param more words behind the app's own, as OSv's loader reads them.
 */
export function osvPrograms({ app, ready, clients, ethernet }: Job, more: string | undefined): OsvPrograms {
  if (!('tcp' in ready)) return { commands: [{ argv: app.argv, more, next: 'after' }], own: [] };
  const client = ethernet === undefined ? 'mark' : 'wait-notify';
  return {
    commands: [
      { argv: app.argv, more, next: 'beside' },
      run(ownPath('waitport'), String(ready.tcp), String(READY_SECONDS)),
      ...(ethernet === undefined
        ? marked(clients)
        : clients.map(({ argv: [, ...args] }) => run(ownPath('wait-notify'), ...args))),
      run(ownPath('off'), String(DONE)),
    ],
    own: ['waitport', ...(clients.length === 0 ? [] : ([client] as const)), 'off'],
  };
}

function run(...argv: string[]): OsvCommand {
  return { argv, next: 'after' };
}

function marked(clients: Job['clients']): OsvCommand[] {
  return clients.flatMap(({ name, argv }) => [
    run(ownPath('mark'), 'begin', name),
    run(...argv),
    run(ownPath('mark'), 'end', name),
  ]);
}
