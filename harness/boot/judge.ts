// SPDX-License-Identifier: Apache-2.0
import { foreignLines, isBlank, partsOf, trimmed } from '../core/foreign.js';
import { printable } from '../core/printable.js';
import { kvmFailure } from '../vmm/kvm-words.js';
import type { VmExit } from '../vmm/types.js';
import type { DecodedConsole } from './frames.js';
import { impossibleTime, mismatch } from './report-faults.js';
import type { BootRequest } from './request.js';
import type { BootResult } from './types.js';
import { pluginFailure } from './plugin-words.js';
import { vmmTime } from './vmm-time.js';

/** What is judged by. */
type JudgedRequest = Pick<BootRequest, 'clock' | 'timeoutMs' | 'consoleBytes' | 'expects' | 'profile'>;

/** How a boot went, from how its monitor ended and from what stands on its console. */
export function judgeBoot(exit: VmExit, decoded: DecodedConsole, request: JudgedRequest): BootResult {
  const { ending, failure, report } = endingOf(exit, decoded, request);
  const vmmNs = vmmTime(exit.awaitedNs, report);
  return {
    ending,
    ...(failure === undefined ? {} : { failure }),
    ...(report === undefined ? {} : { report }),
    clock: request.clock,
    ...(vmmNs === undefined ? {} : { vmmNs }),
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
  const { timeoutMs, consoleBytes, profile } = request;
  const report = decoded.report === undefined ? {} : { report: decoded.report };
  const spoke = decoded.report !== undefined || decoded.kernel.length > 0;
  const lines = decoded.kernel.slice(-20);
  // Before everything else: where KVM stops a machine, what its guest said last says nothing.
  if (exit.kind === 'kvm-failed') {
    return {
      ...report,
      ending: 'vmm-failed',
      failure: {
        code: 'KVM_FAILED',
        message: `KVM on this host does not run the guest: "${kvmFailure(exit.stderr) ?? ''}"`,
        next: 'Use --clock deterministic; `lupine-bench doctor --probe` tries KVM again.',
        console: lines,
      },
    };
  }
  if (exit.kind === 'gave-up' && decoded.ending !== 'panic') {
    const said = printable(partsOf(exit.stderr, /^qemu: fatal: .*$/m)?.[0] ?? '', 200);
    return {
      ...report,
      ending: 'guest-crash',
      failure: {
        code: 'BOOT_VMM_GAVE_UP',
        message: `the guest did what its VMM cannot emulate: "${said}"`,
        next: 'With too little memory a kernel may reach beyond it; otherwise look at the console log.',
        console: lines,
      },
    };
  }
  const refused =
    profile === undefined || exit.kind !== 'exited' ? undefined : pluginFailure(exit.stderr, spoke);
  if (refused !== undefined)
    return { ...report, ending: 'vmm-failed', failure: { ...refused, console: lines } };
  if (exit.kind === 'vmm-failed' || (!spoke && exit.kind === 'exited' && !isBlank(exit.stderr))) {
    const last = foreignLines(trimmed(exit.stderr)).slice(-3);
    const said = last.map((line) => printable(line, 200)).join(' / ');
    const how =
      exit.signal === undefined
        ? `ended with status ${exit.status ?? 'unknown'}`
        : `was ended by ${exit.signal}`;
    return {
      ending: 'vmm-failed',
      failure: {
        code: 'VMM_FAILED',
        message: `${exit.argv[0] ?? 'the VMM'} ${how}${said === '' ? '' : `: ${said}`}`,
        next: 'Run `lupine-bench doctor`; the full command line is in the boot file.',
        console: lines,
      },
    };
  }
  if (exit.kind === 'timeout' && decoded.ending !== 'panic') {
    return {
      ...report,
      ending: 'timeout',
      failure: {
        code: 'BOOT_TIMEOUT',
        message: `the guest did not end within ${timeoutMs / 1000} s of the host's clock and was stopped.`,
        next: 'Look at the console log; raise timeout_s in the scenario if the host is slow.',
        console: lines,
      },
    };
  }
  if (exit.kind === 'console-limit' && decoded.ending !== 'panic') {
    return {
      ...report,
      ending: 'console-limit',
      failure: {
        code: 'CONSOLE_LIMIT',
        message: `the guest printed more than ${consoleBytes} bytes on its console and was stopped.`,
        next: 'Look at the console log, which has as much of it: what writes there without end?',
        console: lines,
      },
    };
  }
  if (decoded.failure !== undefined) return { ...report, ending: decoded.ending, failure: decoded.failure };
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
