// SPDX-License-Identifier: Apache-2.0
import type { ClaimResult, CheckResult, ClaimsDocument } from '../../claim/result.js';
import { differsText, missingText, openText } from './words.js';
import { type CsvRecord, toCsv } from '../../core/csv.js';

/** `claims.csv`: one row per check, and one for a claim without checks; numbers are exact. */
export function claimsCsv(document: ClaimsDocument): string {
  const records = document.claims.flatMap((claim) =>
    claim.checks.length === 0
      ? [record(document, claim)]
      : claim.checks.map((check) => record(document, claim, check)),
  );
  return toCsv(records);
}

function record({ clock, host }: ClaimsDocument, claim: ClaimResult, check?: CheckResult): CsvRecord {
  return {
    claim: claim.id,
    statement: claim.statement,
    claim_verdict: claim.verdict,
    published_figure: claim.published,
    sources: claim.sources.join(' '),
    check: check?.what ?? '',
    scenario: check?.cell.scenario ?? '',
    app: check?.cell.app ?? '',
    metric: check?.cell.metric ?? '',
    system: check?.names.system ?? '',
    baseline: check?.names.baseline ?? '',
    of: check?.pair.of ?? '',
    comparison: check?.published.comparison ?? '',
    published: check?.published.value ?? '',
    published_words: check?.published.words ?? '',
    source: check?.published.source ?? '',
    tolerance: check?.published.tolerance ?? '',
    ours: check?.ours?.value ?? '',
    low: check?.ours?.low ?? '',
    high: check?.ours?.high ?? '',
    n: check?.ours?.n ?? 0,
    interval: check?.ours?.interval ?? '',
    system_value: check?.ours?.system ?? '',
    baseline_value: check?.ours?.baseline ?? '',
    unit: check?.ours?.unit ?? '',
    clock,
    host,
    verdict: check?.verdict ?? claim.verdict,
    could_not_measure: check?.obstacle?.code ?? '',
    why: [...openText(claim), differsText(claim), ...missingText(claim)].filter(Boolean).join(' '),
  };
}
