// SPDX-License-Identifier: Apache-2.0
import { groupBy } from '../../core/group-by.js';
import type { RunSummary } from '../../summary/types.js';
import { hasVersion, withoutVersion } from '../../system/name.js';
import type { Slugs } from '../format/slug.js';
import { panelOf } from './panel.js';
import type { VersionPair, VersionRow, VersionTable } from './types.js';

/** A system that was measured with two kernels. */
interface Twins {
  older: RunSummary['systems'][number];
  newer: RunSummary['systems'][number];
}

/** Each kernel against the default one, of every system that the run has with both; none for a run without such a system. */
export function versionTables(summary: RunSummary, files: Slugs): VersionTable[] {
  const { systems } = summary;
  const twins = systems.flatMap((newer): Twins[] => {
    if (!hasVersion(newer.name)) return [];
    const older = systems.find(({ name }) => name === withoutVersion(newer.name));
    return older === undefined ? [] : [{ older, newer }];
  });
  const tables = groupBy(twins, ({ older, newer }) => JSON.stringify([older.version, newer.version]));
  return [...tables.values()].flatMap((all) => {
    const [{ older, newer } = {}] = all;
    if (older?.version === undefined || newer?.version === undefined) return [];
    const pairs = all.map((one) => pairOf(summary, one)).filter(({ rows }) => rows.length > 0);
    if (pairs.length === 0) return [];
    const file = files.unique(`versions-${newer.version}`);
    return [{ older: older.version, newer: newer.version, file, pairs }];
  });
}

function pairOf(summary: RunSummary, { older: { name: older }, newer: { name: newer } }: Twins): VersionPair {
  const { cells, systems: known } = summary;
  const own = cells.filter(({ system }) => system === older || system === newer);
  const apps = new Set(own.map(({ app }) => app));
  const series = groupBy(own, ({ scenario, metric, app }) => JSON.stringify([scenario, metric, app]));
  const rows = [...series.values()].flatMap((both): VersionRow[] => {
    // What only one of them was asked for is no comparison.
    if (new Set(both.map(({ system }) => system)).size < 2) return [];
    const panel = panelOf({
      ...{ baseline: older, machine: '', cells: both, systems: [older, newer], known },
      ...{ run: summary, nameApp: apps.size > 1 },
    });
    const [first, second] = panel.rows;
    return first === undefined || second === undefined ? [] : [{ panel, older: first, newer: second }];
  });
  return { older, newer, rows };
}
