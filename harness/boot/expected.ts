// SPDX-License-Identifier: Apache-2.0
import type { Job } from '../app/job.js';
import { DEFAULT_LIMITS } from '../app/render-job.js';
import type { FunctionalCheck } from '../app/check-types.js';
import type { ExpectedReport } from './request.js';

/** What the report of a guest must show that was given this job. */
export function expectedReport({ app, ready, checks, clients, tscHz }: Job): ExpectedReport {
  const limits = [
    ready.withinMs ?? DEFAULT_LIMITS.ready,
    ...checks.map(limitOf),
    ...clients.map(({ withinMs }) => withinMs),
  ];
  return {
    checks: checks.map(({ name }) => name),
    clients: clients.map(({ name }) => name),
    reportsMain: app.reportsMain,
    ...(tscHz === undefined ? {} : { tscHz: Number(tscHz) }),
    limitMs: limits.reduce((sum, limit) => sum + limit, 0),
  };
}

function limitOf(check: FunctionalCheck): number {
  return check.withinMs ?? ('tcp' in check ? DEFAULT_LIMITS.exchange : DEFAULT_LIMITS.output);
}
