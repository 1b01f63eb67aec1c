// SPDX-License-Identifier: Apache-2.0
import { isBlank, trimmed } from '../core/foreign.js';
import { printable } from '../core/printable.js';
import { GUEST_INTERFACE } from '../app/host-load.js';
import type { HostLoad } from '../boot/request.js';
import type { BootFailure, BootResult } from '../boot/types.js';
import { CONNECTING, type Driven } from './drive.js';

/**
 * One result of a guest and its load. The guest comes first: one that dies under the load is reported as that, whatever its
 * client says; only for a guest that ran out of time while a client worked it is the client's.
 */
export function withLoad(
  result: BootResult,
  { outputs, unreached, cut }: Driven,
  { knock }: Pick<HostLoad, 'knock'> = {},
): BootResult {
  const all = { ...result, hostClients: outputs };
  const fail = (code: string, message: string, next: string): BootResult => ({
    ...all,
    ending: 'client-failed',
    failure: { code, message, next, console: result.failure?.console ?? [] } satisfies BootFailure,
  });
  const client = cut?.during === CONNECTING ? undefined : cut?.during;
  const words = cut === undefined || isBlank(cut.said) ? '' : `: ${printable(cut.said, 200)}`;
  if (result.failure?.code === 'BOOT_TIMEOUT' && client !== undefined) {
    return fail(
      'LOAD_TIMEOUT',
      `${client} on the host did not end within the time of the boot${words}.`,
      'Ask it for less, or raise timeout_s in the scenario.',
    );
  }
  if (result.failure !== undefined) return all;
  if (unreached !== undefined && knock !== undefined) {
    return fail(
      'LOAD_UNREACHED',
      `the app took no connection from the host within ${knock.withinMs / 1000} s: ${printable(unreached, 200)}.`,
      'Look at the console log: does it have the network card, and does it serve at that address and port?',
    );
  }
  if (unreached !== undefined) {
    return fail(
      'LOAD_UNREACHED',
      `the app serves inside the guest, but not for the host: ${printable(unreached, 200)}.`,
      'It must listen on every interface: see `hostLoadArgs` of the app declaration.',
    );
  }
  if (cut !== undefined) {
    const said = result.report?.clients.map(({ stderr }) => printable(trimmed(stderr), 200)).join(' ') ?? '';
    return fail(
      'LOAD_CUT_OFF',
      client === undefined
        ? `the host never reached the guest at ${GUEST_INTERFACE.address}: ${said}.`
        : `the guest ended before ${client} on the host did (${said})${words}.`,
      'Look at the console log: does the kernel have the network card?',
    );
  }
  return all;
}
