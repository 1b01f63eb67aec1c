// SPDX-License-Identifier: Apache-2.0
import { foreignLines, isBlank, partsOf, trimmed } from '../core/foreign.js';
import { printable } from '../core/printable.js';
import { kvmFailure } from '../vmm/kvm-words.js';
import type { VmExit } from '../vmm/types.js';
import type { DecodedConsole } from './frames.js';
import { pluginFailure } from './plugin-words.js';
import type { BootRequest } from './request.js';
import { timerFault } from './timer-fault.js';
import type { BootResult } from './types.js';
import { vmmTime } from './vmm-time.js';

/** What went wrong around a guest, as its monitor ended: nothing where what the guest said decides. */
export function faultAround(
  exit: VmExit,
  decoded: DecodedConsole,
  request: Pick<BootRequest, 'timeoutMs' | 'consoleBytes' | 'profile'>,
): Pick<BootResult, 'ending' | 'failure' | 'report'> | undefined {
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
  if (exit.guestFault !== undefined && decoded.ending !== 'ok')
    return { ...report, ending: 'app-failed', failure: { ...exit.guestFault, console: lines } };
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
        message: `${said(decoded)} did not end within ${timeoutMs / 1000} s of the host's clock and was stopped.`,
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
  const fault = exit.fault ?? timerFault(exit.timerNs, vmmTime(exit.awaitedNs, decoded.report));
  if (fault === undefined || decoded.ending === 'panic') return undefined;
  return { ...report, ending: 'vmm-failed', failure: { ...fault, console: lines } };
}

/** A guest that said all that it should is not one that is silent. */
function said({ ending }: DecodedConsole): string {
  return ending === 'ok' ? 'the guest said that all went well, and then' : 'the guest';
}
