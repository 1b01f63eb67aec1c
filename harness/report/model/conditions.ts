// SPDX-License-Identifier: Apache-2.0
import { type UnlikeSetting, differenceWords } from '../../comparison/index.js';
import { groupBy } from '../../core/group-by.js';
import type { Panel, Row } from './types.js';
import { listed } from './words.js';

/** How a note begins, by what becomes of the comparison. */
const BEGINNINGS: readonly [UnlikeSetting['verdict'], string][] = [
  ['refused', 'Not compared, because it was not measured alike'],
  ['waived', 'Compared although it was not measured alike'],
  ['named', 'Not alike'],
];

/** What was not alike between the systems of panels and their baseline, a sentence for each way of it; none where all was. */
export function conditionNotes(panels: readonly Panel[]): string[] {
  const rows = panels.flatMap((panel) => panel.rows.map((row) => ({ ...row, reference: panel.reference })));
  return BEGINNINGS.flatMap(([verdict, beginning]) => {
    const found = rows.flatMap(({ system, reference, differences }) =>
      differences.filter((one) => one.verdict === verdict).map((one) => ({ system, reference, one })),
    );
    // What the baseline is stands once, behind all that others are instead.
    const same = groupBy(found, ({ reference, one: { label, baseline: other, reason = '' } }) =>
      JSON.stringify([label, other, reference, reason]),
    );
    const parts = [...same.values()].flatMap((all) => {
      const [first] = all;
      if (first === undefined) return [];
      const { label, baseline: other, reason } = first.one;
      const values = [...groupBy(all, ({ one }) => one.value)].map(
        ([value, those]) => `${value} (${listed([...new Set(those.map(({ system }) => system))])})`,
      );
      return [
        `${label} ${[...values, `${other} (${first.reference})`].join(', ')}${reason === undefined ? '' : `: ${reason}`}`,
      ];
    });
    return parts.length === 0 ? [] : [`${beginning}: ${parts.join('; ')}`.replace(/\.?$/, '.')];
  });
}

/** Why a row has no ratio although both sides have a value: `concurrency 1, not 100`; empty where it may be compared. */
export function refusalWords({ differences }: Row): string {
  return differences
    .filter(({ verdict }) => verdict === 'refused')
    .map(differenceWords)
    .join('; ');
}
