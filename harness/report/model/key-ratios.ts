// SPDX-License-Identifier: Apache-2.0
import type { Panel, ReportModel, Row, Section } from './types.js';

/** A ratio that stands at the top of the page. */
export interface KeyRatio {
  section: Section;
  panel: Panel;
  row: Row;
}

/** Most ratios that a reader takes in at once. */
const MOST = 8;

/**
 * The ratios to show first: of each metric the system that was specialised for the app, or else the first that
 * the report is about, or else the first other. When there are too many, the first metric of each family wins.
 */
export function keyRatios(model: ReportModel): KeyRatio[] {
  const candidates = model.sections.flatMap((section) =>
    section.families.flatMap((family) =>
      // A curve is shown as a whole; its first point stands for it here.
      family.panels.slice(0, family.curves.length > 0 ? 1 : undefined).flatMap((panel, rank) => {
        const row = leader(panel);
        return row === undefined ? [] : [{ section, panel, row, rank }];
      }),
    ),
  );
  const chosen = new Set([...candidates].sort((a, b) => a.rank - b.rank).slice(0, MOST));
  return candidates.filter((candidate) => chosen.has(candidate));
}

function leader(panel: Panel): Row | undefined {
  const compared = panel.rows.filter((row) => row.kind !== 'baseline' && row.ratio !== undefined);
  return (
    compared.find((row) => row.specialised) ?? compared.find((row) => row.kind === 'subject') ?? compared[0]
  );
}
