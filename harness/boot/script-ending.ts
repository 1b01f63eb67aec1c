// SPDX-License-Identifier: Apache-2.0
import { foreign } from '../core/foreign.js';
import { printable } from '../core/printable.js';
import type { ConsoleScript } from '../system/guest/types.js';
import type { DecodedConsole } from './frames.js';
import type { ReadScript } from './script-reader.js';
import type { BootEnding, BootFailure, GuestReport } from './types.js';

const LOOK = 'Look at the console log of this boot.';

/** A console that was read by a script, as far as it tells how the boot ended. */
export function decodeScript(read: ReadScript, script: ConsoleScript): DecodedConsole {
  const report: GuestReport = {
    tsc: { ...read.tsc },
    tscHz: read.hz ?? 0n,
    tscSource: foreign('guest'),
    clients: read.clients,
    ready: read.ready,
    checks: read.succeeded,
    notes: [],
  };
  return {
    ...outcome(read, script),
    ...(read.spoke ? { report } : {}),
    ...(read.unmarked ? { unmarked: true } : {}),
    ...{ checks: [], app: { stdout: foreign(''), stderr: foreign(''), dropped: 0 }, kernel: read.lines },
  };
}

function outcome(read: ReadScript, { success }: ConsoleScript): Pick<DecodedConsole, 'ending' | 'failure'> {
  const fail = (
    ending: BootEnding,
    code: string,
    message: string,
    next = LOOK,
  ): { ending: BootEnding; failure: BootFailure } => ({
    ending,
    failure: { code, message, next, console: read.lines },
  });
  const { failed, open, spoke, succeeded, trouble } = read;
  if (failed !== undefined) {
    const line = printable(failed.line, 200);
    return fail('app-failed', 'GUEST_FAILED', `the guest failed: ${failed.says} ("${line}").`);
  }
  if (trouble?.kind === 'panic')
    return fail('panic', 'BOOT_PANIC', `the guest's kernel panicked: ${trouble.line}`);
  if (!spoke) return fail('guest-crash', 'BOOT_SILENT', 'the guest ended without a word on its console.');
  if (open !== undefined) {
    const what = open.tooMuch ? 'printed more than is kept' : 'has no end';
    return fail('client-failed', 'BOOT_CLIENT_OUTPUT', `the program ${open.name} in the guest ${what}.`);
  }
  const missing = success[succeeded];
  if (missing === undefined) return { ending: 'ok' };
  return fail(
    'app-failed',
    'GUEST_NO_SUCCESS',
    `the guest never printed the line "${missing}", by which it says that it did what it should (${succeeded} of ${success.length} such lines came).`,
    'Look at the console log; a line counts only as a whole, and in this order.',
  );
}
