// SPDX-License-Identifier: Apache-2.0
import { type Foreign, foreign, foreignLines, isBlank } from '../../core/foreign.js';
import { printable } from '../../core/printable.js';
import type { MonitorEnd } from '../run-monitor.js';
import type { VmExit, VmFault } from '../types.js';
import type { MachineFiles } from './machine.js';
import { firecrackerOutcome } from './outcome.js';
import { bootTimerNs, complaints, lostBytes, readSaid } from './said.js';

/** How a run ended, from how its process did and from what it left in its files. */
export async function endOf(
  end: MonitorEnd,
  { log, metrics }: Pick<MachineFiles, 'log' | 'metrics'>,
): Promise<Omit<VmExit, 'argv'>> {
  const { stopped, result, ...rest } = end;
  const logged = foreign((await readSaid(log)).toString('latin1'));
  // Some failures are told on standard error, some in the log, some in both.
  const said = result.exitCode === 0 ? rest.stderr : together(complaints(logged), rest.stderr);
  const outcome = firecrackerOutcome({ stopped, result }, said);
  const timerNs = bootTimerNs(logged);
  const lost = outcome.kind === 'exited' ? lostBytes(await readSaid(metrics)) : 0;
  return {
    ...outcome,
    ...rest,
    stderr: said,
    ...(timerNs === undefined ? {} : { timerNs }),
    ...(lost === 0 ? {} : { fault: lostFault(lost) }),
  };
}

function together(complaints: readonly string[], stderr: Foreign): Foreign {
  const own = foreignLines(stderr).flatMap((line) => (isBlank(line) ? [] : [printable(line)]));
  return foreign([...complaints, ...own].join('\n'));
}

function lostFault(bytes: number): VmFault {
  return {
    code: 'CONSOLE_LOST',
    message: `Firecracker could not print ${bytes} bytes of the console: it does not wait for a reader.`,
    next: 'Measure again on a host that is less busy; a guest that prints less loses nothing.',
  };
}
