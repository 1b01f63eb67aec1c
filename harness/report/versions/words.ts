// SPDX-License-Identifier: Apache-2.0
import { withUnit } from '../format/scale.js';
import { conditionNotes, refusalWords } from '../model/conditions.js';
import type { Panel, Problem, Row, VersionPair, VersionRow, VersionTable } from '../model/types.js';
import { ratioEnds, rowRatio } from '../model/words.js';

/** `Linux 6.12 against 6.1`. */
export function tableTitle({ older, newer }: Pick<VersionTable, 'older' | 'newer'>): string {
  return `Linux ${newer} against ${older}`;
}

/** `lupine-redis@6.12 against lupine-redis`. */
export function pairTitle({ older, newer }: Pick<VersionPair, 'older' | 'newer'>): string {
  return `${newer} against ${older}`;
}

/** The value of one of both with its unit; empty when there is none. */
export function valueText({ value }: Row, { scale }: Panel): string {
  return value === undefined ? '' : withUnit(value.median, scale);
}

/** `6.12 M vns → 6.50 M vns`. */
export function bothValues({ older, newer, panel }: VersionRow): string {
  return [older, newer].map((row) => valueText(row, panel)).join(' → ');
}

/** Why one of both has no value; undefined where both have one. */
export function problemIn({ older, newer }: VersionRow): Problem | undefined {
  return newer.problem ?? older.problem;
}

/** The ratio of the newer to the older in words; empty when there is none. */
export function versionRatio({ newer, panel }: VersionRow): string {
  return rowRatio(newer, panel);
}

/** The interval of the ratio with its ends, or why there is no ratio although both have a value. */
export function versionInterval({ newer }: VersionRow): string {
  const refusal = refusalWords(newer);
  if (newer.ratio === undefined) return refusal === '' ? '' : `not compared: ${refusal}`;
  return [ratioEnds(newer), newer.ratio.interval].filter(Boolean).join(', ');
}

/** In what both kernels of a system were not measured alike, a sentence each. */
export function versionNotes({ pairs }: VersionTable): string[] {
  return conditionNotes(pairs.flatMap(({ rows }) => rows.map(({ panel }) => panel)));
}
