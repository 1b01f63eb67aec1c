// SPDX-License-Identifier: Apache-2.0
import type { ClientOutput, GuestReport } from '../../harness/boot/types.js';
import { type Foreign, foreign } from '../../harness/core/foreign.js';

/** What a client of a test printed; what is missing is nothing, and status 0. */
export interface TestOutput extends Partial<Omit<ClientOutput, 'stdout' | 'stderr'>> {
  stdout?: string;
  stderr?: string;
}

/** A guest's report with these outputs of clients, under the deterministic clock's counter unless said otherwise. */
export function guestReport(clients: readonly TestOutput[], tscHz = 1_000_000_000n): GuestReport {
  return {
    tsc: {},
    tscHz,
    tscSource: foreign('job'),
    clients: clients.map(clientOutput),
    ready: true,
    checks: 1,
    notes: [],
  };
}

/** The output of one client. */
export function clientOutput({ name = '', status = 0, stdout, stderr }: TestOutput): ClientOutput {
  return { name, status, stdout: said(stdout), stderr: said(stderr) };
}

function said(text = ''): Foreign {
  return foreign(text);
}
