// SPDX-License-Identifier: Apache-2.0
import { foreign, says } from '../core/foreign.js';
import type { VmExit } from '../vmm/types.js';
import type { ConsoleScript } from '../system/guest/types.js';
import type { DecodedConsole } from './frames.js';
import type { BootRequest } from './request.js';
import { MOST_PER_MS, isFrequency, mismatch } from './report-faults.js';
import type { BootEnding, BootResult, GuestReport } from './types.js';

/** What a script is judged by. */
type Judged = Pick<BootRequest, 'clock' | 'expects'> & { script: ConsoleScript };

/** With these words QEMU says that somebody else ended it; its status is 0 all the same. */
const ENDED_BY_OTHERS = /terminating on signal/;

/** Whether a guest that printed all that it should ended as it should too, in a time that it can have had. */
export function scriptEnding(
  exit: VmExit,
  decoded: DecodedConsole,
  { expects, clock, script }: Judged,
): Pick<BootResult, 'ending' | 'failure' | 'report'> {
  const fail = (
    ending: BootEnding,
    code: string,
    message: string,
    next = 'Look at the console log of this boot: it is no result.',
  ): Pick<BootResult, 'ending' | 'failure' | 'report'> => ({
    ending,
    failure: { ...{ code, message, next }, console: decoded.kernel.slice(-20) },
    ...(decoded.report === undefined ? {} : { report: decoded.report }),
  });
  const end = endFault(exit, script);
  if (end !== undefined && exit.guestFault !== undefined) {
    const { code, message, next } = exit.guestFault;
    return fail('app-failed', code, message, next);
  }
  if (end !== undefined) return fail('guest-crash', 'GUEST_END', end);
  const other = mismatch(decoded, expects);
  if (other !== undefined)
    return fail('garbled', 'BOOT_REPORT_MISMATCH', `the guest did not do what was declared: ${other}.`);
  const report = timed(decoded.report, expects.tscHz);
  const missing = unseen(report, script);
  if (missing !== undefined) {
    const message = `the guest never printed the line "${missing}", by which it tells a time.`;
    return fail('app-failed', 'GUEST_NO_SUCCESS', message);
  }
  const time = timeFault(report, { clock, hostMs: exit.hostMs });
  if (time !== undefined)
    return fail('garbled', 'BOOT_TIME_IMPOSSIBLE', `the guest reports times that cannot be: ${time}.`);
  return { ending: 'ok', ...(report === undefined ? {} : { report }) };
}

/** How it ended instead of as it should; nothing when it ended so. */
function endFault({ kind, status, stderr, signal }: VmExit, { end }: ConsoleScript): string | undefined {
  if (kind === 'lost') {
    return typeof end === 'object' && 'exit' in end
      ? 'the guest had to be ended, and should have ended by itself.'
      : undefined;
  }
  if (signal !== undefined) return `its monitor was ended by ${signal}.`;
  if (says(stderr, ENDED_BY_OTHERS)) return 'its monitor was ended by another program.';
  if (end === 'kill')
    return `its monitor ended with status ${status ?? 'unknown'}, and the guest should have served on.`;
  if ('halt' in end)
    return `its monitor ended with status ${status ?? 'unknown'} before the line "${end.halt}".`;
  if (status !== undefined && end.exit.includes(status)) return undefined;
  return `its monitor ended with status ${status ?? 'unknown'} instead of ${end.exit.join(' or ')}.`;
}

/** With the frequency that the clock has, where nobody needs to be asked. */
function timed(report: GuestReport | undefined, told: number | undefined): GuestReport | undefined {
  if (report === undefined) return undefined;
  if (told !== undefined) return { ...report, tscHz: BigInt(told), tscSource: foreign('job') };
  // Counts of which nobody knows how long they take are no times.
  return report.tscHz > 0n ? report : { ...report, tsc: {} };
}

/** A line with a time in it that never came. */
function unseen(report: GuestReport | undefined, { main, ready }: ConsoleScript): string | undefined {
  if (report === undefined || report.tscHz === 0n) return undefined;
  const lines = { main, ready };
  const events = ['main', 'ready'] as const;
  const missing = events.find(
    (event) => lines[event]?.includes('{tsc}') === true && report.tsc[event] === undefined,
  );
  return missing === undefined ? undefined : lines[missing];
}

function timeFault(
  report: GuestReport | undefined,
  { clock, hostMs }: { clock: Judged['clock']; hostMs: number },
): string | undefined {
  const { main, ready } = report?.tsc ?? {};
  const known = (report?.tscHz ?? 0n) > 0n;
  if (main !== undefined && ready !== undefined && ready < main) return '"ready" is before what it follows';
  // A guest that idles under the deterministic clock waits without the host.
  if (clock === 'deterministic' || report === undefined || !known) return undefined;
  // One that is said to be far too fast would make a time of nothing.
  if (!isFrequency(report.tscHz)) return `the counter has ${report.tscHz} Hz`;
  const ms = Number(((ready ?? main ?? 0n) * 1000n) / report.tscHz);
  const most = hostMs * (MOST_PER_MS / 1e6);
  return ms > most ? `${ms} ms passed, and no more than ${Math.ceil(most)} can have` : undefined;
}
