// SPDX-License-Identifier: Apache-2.0
import type { Finding } from '../workflow/finding.js';
import { wrapAt } from './wrap.js';

/** Column in which details begin. */
const DETAIL_AT = 29;

const MARK: Readonly<Record<Finding['state'], string>> = {
  ok: 'ok     ',
  missing: 'MISSING',
  note: 'note   ',
};

/** A diagnosis, a finding in a line or more. */
export function findingsText(findings: readonly Finding[], width: number): string {
  return findings
    .map(
      ({ state, what, detail }) =>
        `${MARK[state]}  ${what.padEnd(18)}  ${wrapAt(detail, DETAIL_AT, width)}\n`,
    )
    .join('');
}
