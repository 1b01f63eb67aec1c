// SPDX-License-Identifier: Apache-2.0
import type { ComparisonDocument, MetricComparison } from '../../gate/types.js';
import { isGreen } from '../../gate/verdict.js';
import { forHtml } from '../../core/sinks.js';
import { forReport } from '../format/for-report.js';
import { functionText, oneLine } from './words.js';

/**
 * A comparison as JUnit's XML, a test case for each metric: what is worse has failed, what could not be said is an error. GitLab and
 * Jenkins show it.
 */
export function comparisonJunit(comparison: ComparisonDocument): string {
  const { metrics, base, head } = forReport(comparison);
  const count = (...verdicts: MetricComparison['verdict'][]): number =>
    metrics.filter(({ verdict }) => verdicts.includes(verdict)).length;
  const failures = count('regression');
  const errors = metrics.filter(({ verdict }) => !isGreen(verdict)).length - failures;
  const suite = `name="${forHtml(`${head} against ${base}`)}" tests="${metrics.length}" failures="${failures}" errors="${errors}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuite ${suite}>\n${metrics.map(caseOf).join('')}</testsuite>\n`;
}

function caseOf(metric: MetricComparison): string {
  const { scenario, app, metric: name, system, verdict } = metric;
  const about = `classname="${forHtml(`${scenario}.${app}.${system.head || system.base}`)}" name="${forHtml(name)}"`;
  if (isGreen(verdict)) return `  <testcase ${about}/>\n`;
  const kind = verdict === 'regression' ? 'failure' : 'error';
  const why = [oneLine(metric), ...(metric.functions ?? []).map(functionText)].join('; ');
  return `  <testcase ${about}><${kind} message="${forHtml(verdict)}">${forHtml(why)}</${kind}></testcase>\n`;
}
