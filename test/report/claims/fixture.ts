// SPDX-License-Identifier: Apache-2.0
import { judgeClaims } from '../../../harness/claim/derive.js';
import { figuresOf } from '../../../harness/claim/figures.js';
import { loadClaims, loadPublished } from '../../../harness/claim/load.js';
import type { ClaimsReport } from '../../../harness/report/index.js';
import type { RunSummary } from '../../../harness/summary/types.js';
import { claimsRun, nameFor } from '../../claim/fixture.js';

/** All claims and figures of a fixture run. */
export async function claimsReport(run: RunSummary = claimsRun()): Promise<ClaimsReport> {
  const published = await loadPublished();
  return {
    document: judgeClaims(run, await loadClaims(), published, nameFor),
    figures: figuresOf(run, published, nameFor),
  };
}
