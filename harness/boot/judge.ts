// SPDX-License-Identifier: Apache-2.0
import type { VmExit } from '../vmm/types.js';
import type { DecodedConsole } from './frames.js';
import { impossibleTime, mismatch } from './report-faults.js';
import type { BootRequest } from './request.js';
import type { BootResult } from './types.js';
import { faultAround } from './judge-around.js';
import { scriptEnding } from './judge-script.js';
import { vmmTime } from './vmm-time.js';

/** What is judged by. */
export type JudgedRequest = Pick<
  BootRequest,
  'clock' | 'timeoutMs' | 'consoleBytes' | 'expects' | 'profile' | 'observer'
>;

/** How a boot went, from how its monitor ended and from what stands on its console. */
export function judgeBoot(exit: VmExit, decoded: DecodedConsole, request: JudgedRequest): BootResult {
  const { ending, failure, report } = endingOf(exit, decoded, request);
  const vmmNs = vmmTime(decoded.unmarked === true ? undefined : exit.awaitedNs, report);
  return {
    ending,
    ...(failure === undefined ? {} : { failure }),
    ...(report === undefined ? {} : { report }),
    clock: request.clock,
    ...(vmmNs === undefined ? {} : { vmmNs }),
    ...(exit.timerNs === undefined ? {} : { timerNs: exit.timerNs }),
    argv: exit.argv,
    ...(exit.signal === undefined ? {} : { killed: true }),
    hostMs: exit.hostMs,
  };
}

/** The console is the better witness of what went wrong in the guest; the exit tells what went wrong around it. */
function endingOf(
  exit: VmExit,
  decoded: DecodedConsole,
  request: JudgedRequest,
): Pick<BootResult, 'ending' | 'failure' | 'report'> {
  const around = faultAround(exit, decoded, request);
  if (around !== undefined) return around;
  const report = decoded.report === undefined ? {} : { report: decoded.report };
  if (decoded.failure !== undefined) return { ...report, ending: decoded.ending, failure: decoded.failure };
  const lines = decoded.kernel.slice(-20);
  if (request.observer !== 'frames')
    return scriptEnding(exit, decoded, { ...request, script: request.observer });
  return { ...report, ...reportFault(decoded, request, exit.hostMs, lines) };
}

/** Whether a guest that says that all went well did what it was told, in a time that it can have had. */
function reportFault(
  decoded: DecodedConsole,
  { expects, clock, timeoutMs }: JudgedRequest,
  hostMs: number,
  lines: string[],
): Pick<BootResult, 'ending' | 'failure'> {
  const fail = (code: string, message: string): Pick<BootResult, 'ending' | 'failure'> => ({
    ending: 'garbled',
    failure: {
      code,
      message,
      next: 'Look at the console log of this boot: it is no result.',
      console: lines,
    },
  });
  const other = mismatch(decoded, expects);
  if (other !== undefined)
    return fail('BOOT_REPORT_MISMATCH', `the guest did not do what was declared: ${other}.`);
  const { report } = decoded;
  const time =
    report === undefined ? undefined : impossibleTime(report, expects, { clock, timeoutMs, hostMs });
  if (time !== undefined)
    return fail('BOOT_TIME_IMPOSSIBLE', `the guest reports times that cannot be: ${time}.`);
  return { ending: 'ok' };
}
