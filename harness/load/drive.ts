// SPDX-License-Identifier: Apache-2.0
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { type Foreign, foreign, foreignLines, trimmed } from '../core/foreign.js';
import { GUEST_INTERFACE, NOTIFY_PORT } from '../app/host-load.js';
import type { HostLoad } from '../boot/request.js';
import type { HostClientOutput } from '../boot/types.js';
import { runClient } from './client.js';
import { buildHelpers } from './helpers.js';
import { startIn } from './process.js';
import type { LoadOptions } from './types.js';

/** Time that a guest has to notice that its app died, ms. */
const GRACE_MS = 2000;

/** In {@link Driven}: before the first client. */
export const CONNECTING = 'connecting';

/** What `notify` is called with, for an app at a port. */
export function notifyWords({ port, knock }: Pick<HostLoad, 'port' | 'knock'>): string[] {
  const { address } = GUEST_INTERFACE;
  if (knock === undefined) return [address, String(NOTIFY_PORT), String(port)];
  return [address, 'knock', String(port), String(Math.ceil(knock.withinMs))];
}

/** How a load from the host went. */
export interface Driven {
  /** Clients that ended, in order. The last one may have failed: then no other was begun. */
  outputs: HostClientOutput[];
  /** Why nothing was begun: what could not be reached, in words. */
  unreached?: Foreign;
  /** What was going on when the guest ended: a client by its name and its last line of error, or `connecting`. */
  cut?: { during: string; said: Foreign };
}

/**
 * Loads an app in a guest from the host: waits until the guest says that the app is ready and the app can be reached from
 * here, or only for that where nobody in the guest says anything; runs the clients one after the other, and tells the guest that it may end.
 * One that cannot be told has to be ended by the caller.
 * @param signal says that the guest has ended: nobody is there any more to be loaded.
 * @throws BenchError `LOAD_HELPERS` (exit 3).
 */
export async function driveLoad(options: LoadOptions, signal: AbortSignal): Promise<Driven> {
  const outputs: HostClientOutput[] = [];
  const { notify: program } = await buildHelpers();
  const notifier = { argv: [program, ...notifyWords(options)] };
  const { child, ended } = await startIn(options, notifier, 'pipe', signal);
  // It ends when the guest does; what was written to it then is lost, and that is no error here.
  child.stdin?.on('error', () => undefined);
  const said = child.stderr === null ? Promise.resolve('') : text(child.stderr);
  const ready = new Promise<true>((resolve) => child.stdout?.once('data', () => resolve(true)));
  if ((await Promise.race([ready, ended])) !== true) {
    return signal.aborted
      ? { outputs, cut: { during: CONNECTING, said: foreign('') } }
      : { outputs, unreached: trimmed(foreign(await said)) };
  }
  try {
    for (const client of options.clients) {
      const output = await runClient(client, options, signal);
      if (signal.aborted) {
        const said = foreignLines(trimmed(output.stderr)).at(-1) ?? foreign('');
        return { outputs, cut: { during: client.name, said } };
      }
      outputs.push(output);
      if (output.status === 0) continue;
      // An app that died under the load took its client with it. Its guest notices and ends by itself; told too early that it
      // may end, it would end well.
      await Promise.race([ended, delay(GRACE_MS, undefined, { signal }).catch(() => undefined)]);
      break;
    }
    return { outputs };
  } finally {
    // After a client that failed too: the guest shall end as usual and report how it went there.
    child.stdin?.end('done\n');
    await ended;
  }
}
