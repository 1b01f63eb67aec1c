// SPDX-License-Identifier: Apache-2.0
import { type ExitCode, EXIT, usageError } from '../../core/errors.js';
import { prettyJson } from '../../core/json.js';
import { printable } from '../../core/printable.js';
import { suggest } from '../../core/suggest.js';
import type { Environment } from '../../environment/environment.js';
import { stopHosts } from '../../host/emulated/stop.js';
import { emulateDetached } from '../../workflow/emulate/detach.js';
import { emulateHosts } from '../../workflow/emulate/emulate.js';
import type { Session } from '../../workflow/session.js';

/** Options of `hosts`, as the command line gives them. */
export interface HostsCommandOptions {
  count: number;
  memory: number;
  detach?: boolean;
  kernelSource?: string;
  json?: boolean;
}

/**
 * `lupine-bench hosts emulate` and `hosts stop [name...]`.
 * @throws BenchError `USAGE` (exit 2) for anything else.
 */
export async function hostsCommand(
  [action = '', ...names]: readonly string[],
  options: HostsCommandOptions,
  environment: Environment,
  session: Session,
): Promise<ExitCode> {
  if (action === 'stop') {
    const stopped = await stopHosts(names);
    const text = stopped.length === 0 ? 'no emulated host runs\n' : `ended: ${stopped.join(', ')}\n`;
    session.print(options.json === true ? prettyJson({ stopped }) : text);
    return EXIT.ok;
  }
  const [odd] = names;
  if (action !== 'emulate' || odd !== undefined) {
    const what = odd ?? action;
    throw usageError(
      'USAGE',
      action === 'emulate'
        ? `"${printable(what, 100)}" is one word too many.`
        : `hosts cannot "${printable(action, 100)}".`,
      action === 'emulate' ? 'See `lupine-bench hosts --help`.' : suggest(action, ['emulate', 'stop']),
    );
  }
  const { count, memory: memoryMib, kernelSource, json } = options;
  const wishes = { count, memoryMib, kernelSource, json };
  if (options.detach === true) return await emulateDetached(wishes, session);
  return await emulateHosts(wishes, environment, session);
}
