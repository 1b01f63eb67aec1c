// SPDX-License-Identifier: Apache-2.0
import { BenchError, EXIT } from '../../core/errors.js';
import type { Member } from './member.js';

/** The error for a run that lost every host: that of the first one when none of them can ever go on with it, else `FLEET_LOST` (exit 3). */
export function noHostLeft(members: readonly Member[], left: number): BenchError {
  const whys = members.flatMap(({ why }) => why ?? []);
  const [first] = whys;
  if (first !== undefined && whys.every(({ exit }) => exit !== EXIT.couldNotMeasure)) return first;
  const said = members.map(({ host, why }) => `  ${host.name}: ${why?.code ?? ''}: ${why?.message ?? ''}`);
  return new BenchError({
    code: 'FLEET_LOST',
    message: `no host is left, and ${left} steps are still to be made:\n${said.join('\n')}`,
    next: 'What was measured is kept. Look at the hosts with `lupine-bench hosts probe`; `resume` goes on.',
    exit: EXIT.couldNotMeasure,
    scope: 'run',
    cause: first,
  });
}
