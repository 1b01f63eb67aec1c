// SPDX-License-Identifier: Apache-2.0
import { differenceWords } from '../../comparison/index.js';
import type { Family, Panel, ReportModel, Row, Section } from '../model/types.js';
import { type CsvRecord, toCsv } from '../../core/csv.js';

/** A record of a chart's CSV file; numbers are exact, in the unit of the samples. */
/**
 * The data behind a chart, one row per bar, with the raw values. Texts that a spreadsheet would run as a formula
 * are quoted with an apostrophe.
 */
export function chartCsv(model: ReportModel, section: Section, family: Family): string {
  const records = family.panels.flatMap((panel) =>
    panel.rows.map((row) => record(model, section, panel, row)),
  );
  return toCsv(records);
}

function record(model: ReportModel, section: Section, panel: Panel, row: Row): CsvRecord {
  const { value, ratio } = row;
  return {
    scenario: section.scenario.name,
    system: row.system,
    app: panel.app,
    metric: panel.metric,
    unit: panel.unit,
    direction: panel.direction,
    clock: model.summary.clock,
    host: row.cell?.host ?? model.summary.host,
    baseline: panel.reference,
    n: value?.n ?? 0,
    median: value?.median ?? '',
    low: value?.low ?? '',
    high: value?.high ?? '',
    interval: value?.interval ?? '',
    ratio: ratio?.value ?? '',
    ratio_low: ratio?.low ?? '',
    ratio_high: ratio?.high ?? '',
    ratio_interval: ratio?.interval ?? '',
    could_not_measure: row.problem?.code ?? '',
    remark: row.remark,
    not_alike: row.differences.map(differenceWords).join('; '),
    values: row.cell?.values.join(' ') ?? '',
  };
}
