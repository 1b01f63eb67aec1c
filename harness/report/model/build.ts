// SPDX-License-Identifier: Apache-2.0
import type { Cell } from '../../comparison/index.js';
import type { PublishedFile } from '../../claim/published-types.js';
import { groupBy } from '../../core/group-by.js';
import type { ReportedScenario, RunSummary } from '../../summary/types.js';
import { familyId, familyTitle } from '../format/families.js';
import { forReport } from '../format/for-report.js';
import { type Slugs, slugs } from '../format/slug.js';
import { curvesOf } from './curve.js';
import { byMachine } from './machines.js';
import { panelOf } from './panel.js';
import { versionTables } from './versions.js';
import type { Family, Panel, ReportModel, Section } from './types.js';

/**
 * Sorts the cells of a run into scenarios, metric families and panels, and computes what they show.
 * @param published figures of others, which stand beside what could not be measured.
 */
export function buildModel(run: RunSummary, published?: PublishedFile): ReportModel {
  const summary = forReport(run);
  const files = slugs();
  const sections = summary.scenarios.map((scenario) => section(summary, scenario, { files, published }));
  return { summary, sections, versions: versionTables(summary, files) };
}

function section(summary: RunSummary, scenario: ReportedScenario, shared: Shared): Section {
  const cells = summary.cells.filter((cell) => cell.scenario === scenario.name);
  const families = [...groupBy(cells, (cell) => familyId(cell.metric))].map(([id, members]) =>
    family(summary, scenario, { ...shared, id, cells: members, siblings: cells }),
  );
  return { scenario, systems: systemsIn(cells), families };
}

/** What all sections of a report have together. */
interface Shared {
  files: Slugs;
  published: PublishedFile | undefined;
}

interface Members extends Shared {
  id: string;
  cells: Cell[];
  /** All cells of the scenario: a system that lacks only this metric still gets its row. */
  siblings: Cell[];
}

function family(summary: RunSummary, scenario: ReportedScenario, members: Members): Family {
  const apps = new Set(members.cells.map((cell) => cell.app));
  const panels = [...groupBy(members.cells, (cell) => `${cell.metric}\n${cell.app}`)].flatMap(([, all]) => {
    const app = all[0]?.app ?? '';
    const systems = systemsIn(members.siblings.filter((cell) => cell.app === app));
    const { systems: known } = summary;
    const groups = byMachine(summary, scenario.baseline, all);
    return groups.map(({ baseline, machine, cells }) => {
      const elsewhere = new Set(all.filter((cell) => !cells.includes(cell)).map(({ system }) => system));
      return panelOf({
        ...{
          baseline,
          machine,
          cells,
          known,
          run: summary,
          nameApp: apps.size > 1,
          published: members.published,
        },
        systems: systems.filter((system) => !elsewhere.has(system)),
      });
    });
  });
  return {
    id: members.id,
    title: familyTitle(members.id),
    file: members.files.unique(`${scenario.name}-${members.id}`),
    normalised: panels.every(comparable),
    panels,
    curves: panels.some(comparable) ? curvesOf(panels) : [],
  };
}

/** A panel can be drawn as ratios when its baseline has a value and there is something to compare with it. */
function comparable(panel: Panel): boolean {
  return panel.rows.length > 1 && panel.baseline?.ratio !== undefined;
}

/** Cells come in the order in which the scenario names its systems, or whoever chose others for it. */
function systemsIn(cells: readonly Cell[]): string[] {
  return [...new Set(cells.map(({ system }) => system))];
}
