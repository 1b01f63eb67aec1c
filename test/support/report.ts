// SPDX-License-Identifier: Apache-2.0
import type { ClientOutput, GuestReport } from '../../harness/boot/types.js';

/** A guest's report with these outputs of clients, under the deterministic clock's counter unless said otherwise. */
export function guestReport(clients: Partial<ClientOutput>[], tscHz = 1_000_000_000n): GuestReport {
  return {
    tsc: {},
    tscHz,
    tscSource: 'job',
    clients: clients.map((client) => ({ name: '', status: 0, stdout: '', stderr: '', ...client })),
    ready: true,
    checks: 1,
    notes: [],
  };
}
