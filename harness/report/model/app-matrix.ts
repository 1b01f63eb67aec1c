// SPDX-License-Identifier: Apache-2.0
import { withUnit } from '../format/scale.js';
import type { Panel, Row, Section } from './types.js';

/** What became of one app on one system. */
export interface AppOutcome {
  /** True when it passed its checks. */
  works: boolean;
  /** The value of the section's first metric, or the code of what went wrong. */
  words: string;
  /** What went wrong; empty when it works. */
  why: string;
}

/** Which app works on which system. */
export interface AppMatrix {
  /** Title of the metric that the values are of. */
  title: string;
  systems: string[];
  rows: { app: string; outcomes: (AppOutcome | undefined)[] }[];
}

/** From this many apps on a reader asks first which of them work; fewer are plain from their bars. */
const MANY = 5;

/** The matrix of a section with many apps; `undefined` for any other. */
export function appMatrix({ families, systems }: Section): AppMatrix | undefined {
  const panels = families.flatMap((family) => family.panels);
  const apps = [...new Set(panels.map(({ app }) => app))];
  const [first] = panels;
  if (first === undefined || apps.length < MANY) return undefined;
  const rows = apps.map((app) => {
    const own = panels.filter((known) => known.app === app && known.metric === first.metric);
    return {
      app,
      outcomes: systems.map((system) => {
        const [found] = own.flatMap((panel) =>
          panel.rows.filter((known) => known.system === system).map((row) => outcome(panel, row)),
        );
        return found;
      }),
    };
  });
  return { title: first.title.replace(` (${first.app})`, ''), systems, rows };
}

function outcome(panel: Panel, { value, problem }: Row): AppOutcome {
  if (value !== undefined) return { works: true, words: withUnit(value.median, panel.scale), why: '' };
  const { code = '', message = '' } = problem ?? {};
  return { works: false, words: code, why: message };
}
