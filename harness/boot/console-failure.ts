// SPDX-License-Identifier: Apache-2.0
import { isBlank, rawText } from '../core/foreign.js';
import { printable } from '../core/printable.js';
import type { KernelTrouble } from './kernel-log.js';
import type { GuestError } from './report-reader.js';
import type { BootEnding, BootFailure } from './types.js';

/** What is wrong with the frames of a console: they are not whole, or not those of this boot's PID 1. */
export interface FrameFault {
  kind: 'damaged' | 'foreign';
  /** One sentence. */
  what: string;
}

/** What is known about a console when its ending is to be named. */
export interface ConsoleFacts {
  trouble: KernelTrouble | undefined;
  /** The kernel's line about a root image that was not unpacked. */
  unpacking: string | undefined;
  fault: FrameFault | undefined;
  error: GuestError | undefined;
  end: 'ok' | 'failed' | undefined;
  /** True when PID 1 has written anything at all, even a frame that is damaged. */
  spoke: boolean;
  /** The last lines of the kernel and the app. */
  lines: string[];
}

const LOOK = 'Look at the console log of this boot.';

const ERRORS = new Map<string, { ending: BootEnding; code: string; what: string; next: string }>(
  Object.entries({
    job: {
      ending: 'setup-failed',
      code: 'BOOT_JOB',
      what: 'PID 1 cannot carry out its job',
      next: 'Correct the app declaration or the scenario.',
    },
    setup: {
      ending: 'setup-failed',
      code: 'BOOT_SETUP',
      what: 'the guest could not be set up',
      next: 'Give the kernel what the app declares, or mark it optional in the app declaration.',
    },
    'app-start': {
      ending: 'app-failed',
      code: 'BOOT_APP_START',
      what: 'the app could not be started',
      next: 'Check the command and the files in the app declaration.',
    },
    'app-exit': {
      ending: 'app-failed',
      code: 'BOOT_APP_EXIT',
      what: 'the app ended before its time',
      next: 'Read what the app printed; give it more memory if it was killed (signal 9).',
    },
    'not-ready': {
      ending: 'not-ready',
      code: 'BOOT_NOT_READY',
      what: 'the app did not become ready',
      next: 'Read what the app printed; raise `withinMs` in the app declaration if it needs longer.',
    },
    'check-failed': {
      ending: 'check-failed',
      code: 'BOOT_CHECK_FAILED',
      what: 'the app does not do what it should',
      next: 'Compare the answer with the check in the app declaration.',
    },
    'client-start': {
      ending: 'client-failed',
      code: 'BOOT_CLIENT_START',
      what: 'a client could not be started',
      next: 'Check the command of the client in the app declaration.',
    },
    'client-timeout': {
      ending: 'client-failed',
      code: 'BOOT_CLIENT_TIMEOUT',
      what: 'a client did not end',
      next: 'Lower the amount of work, or raise its limit.',
    },
    'client-output': {
      ending: 'client-failed',
      code: 'BOOT_CLIENT_OUTPUT',
      what: 'a client printed more than is kept',
      next: 'Make it print less.',
    },
  }),
);

/** Names the ending of a boot from what its console showed. The gravest comes first: a panic explains all that follows. */
export function consoleFailure(facts: ConsoleFacts): { ending: BootEnding; failure?: BootFailure } {
  const { trouble, unpacking, fault, error, end, spoke, lines } = facts;
  const fail = (
    ending: BootEnding,
    code: string,
    message: string,
    next: string,
  ): { ending: BootEnding; failure: BootFailure } => ({
    ending,
    failure: { code, message, next, console: lines },
  });
  if (trouble?.kind === 'panic')
    return fail('panic', 'BOOT_PANIC', `the guest's kernel panicked: ${trouble.line}`, LOOK);
  if (fault?.kind === 'foreign')
    return fail('garbled', 'BOOT_FORGED', `another than PID 1 wrote a report: ${fault.what}.`, LOOK);
  if (fault !== undefined)
    return fail('garbled', 'BOOT_GARBLED', `the guest's report is damaged: ${fault.what}`, LOOK);
  // What PID 1 then misses is no fault of the app declaration.
  if (unpacking !== undefined && end !== 'ok') {
    const message = `the root image does not fit into the guest's memory: ${unpacking}`;
    return fail(
      'setup-failed',
      'BOOT_ROOT_TOO_LARGE',
      message,
      'Give the guest more memory: --memory, or memory_mib.',
    );
  }
  if (error !== undefined) {
    const { ending, code, message, next } = reported(error);
    return fail(ending, code, message, next);
  }
  if (trouble !== undefined)
    return fail('guest-crash', 'BOOT_OOPS', `the guest's kernel crashed: ${trouble.line}`, LOOK);
  if (end === 'ok') return { ending: 'ok' };
  return spoke
    ? fail('garbled', 'BOOT_TRUNCATED', 'the guest stopped in the middle of its report.', LOOK)
    : fail('guest-crash', 'BOOT_SILENT', 'the guest ended without a word from its PID 1.', LOOK);
}

/** What PID 1 gave as the reason, in words. */
function reported({ word, detail }: GuestError): {
  ending: BootEnding;
  code: string;
  message: string;
  next: string;
} {
  const known = ERRORS.get(rawText(word));
  const what = known?.what ?? `PID 1 reported ${printable(word, 60)}`;
  const message = isBlank(detail) ? what : `${what}: ${printable(detail)}`;
  return {
    ending: known?.ending ?? 'garbled',
    code: known?.code ?? 'BOOT_GARBLED',
    message,
    next: known?.next ?? LOOK,
  };
}
