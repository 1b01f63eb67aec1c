// SPDX-License-Identifier: Apache-2.0
import type { FunctionalCheck } from './check-types.js';
import type { Job } from './job.js';
import { DEFAULT_LIMITS } from './render-job.js';

/** A job that gives its app more time for everything by a factor: for a guest that is much slower than any real one. */
export function patientJob(job: Job, factor: number): Job {
  const { ready, checks } = job;
  return {
    ...job,
    ready: { ...ready, withinMs: (ready.withinMs ?? DEFAULT_LIMITS.ready) * factor },
    checks: checks.map((check) => ({ ...check, withinMs: limitOf(check) * factor })),
  };
}

function limitOf(check: FunctionalCheck): number {
  return check.withinMs ?? ('tcp' in check ? DEFAULT_LIMITS.exchange : DEFAULT_LIMITS.output);
}
