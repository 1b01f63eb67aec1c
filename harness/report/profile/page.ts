// SPDX-License-Identifier: Apache-2.0
import { visible } from '../../core/printable.js';
import { diffCalls } from '../../profile/diff/calls.js';
import type { FunctionChange, PhaseDifference, ProfileDifference } from '../../profile/diff/types.js';
import { subsystemOf, subsystemWords } from '../../profile/subsystem.js';
import type { Profile } from '../../profile/types.js';
import { type Markup, html } from '../html/markup.js';
import { fillPage } from '../html/page.js';
import { wideTable } from '../html/wide-table.js';
import { CHANGE_COLOURS } from './flame/colours.js';
import { flameFigure } from './flame/figure.js';
import { differenceFlame } from './flame/nodes.js';
import { profileSection } from './section.js';
import {
  changeRemark,
  changeText,
  countText,
  differenceTitle,
  phaseChangeWords,
  profileTitle,
  sideWords,
} from './words.js';

/** Frames of all flame graphs of a page. */
const FRAMES = 3000;

/** Functions of each phase in the table. */
const TOP = 50;

/** One profile as a page of its own. */
export async function profilePage(profile: Profile): Promise<string> {
  const title = visible(profileTitle(profile));
  return await fillPage({
    title: `${title} - lupine-bench`,
    header: html`<h1>${title}</h1>`,
    main: profileSection([profile]),
    footer: html``,
    script: 'flame',
  });
}

/** Two profiles as a page: what changed by subsystem, by function, and where in the call tree. */
export async function differencePage(
  difference: ProfileDifference,
  before: Profile,
  after: Profile,
): Promise<string> {
  const title = visible(differenceTitle(difference));
  const phases = difference.phases.filter((phase) => phase.before + phase.after > 0);
  const most = Math.floor(FRAMES / Math.max(1, phases.length));
  return await fillPage({
    title: `${title} - lupine-bench`,
    header: html`<h1>${title}</h1>
      <p>
        A frame is as wide as the instructions of both sides together. Red has become more, blue less; the
        strongest colours are on one side only. The tables add up to the difference of the phase, to the last
        instruction.
      </p>`,
    main: html`${phases.map((phase) => phaseSection(phase, before, after, most))}`,
    footer: html``,
    script: 'flame',
  });
}

function phaseSection(phase: PhaseDifference, before: Profile, after: Profile, most: number): Markup {
  const name = visible(phase.name);
  const words = phaseChangeWords(phase);
  const root = differenceFlame(diffCalls(before, after, phase.name));
  return html`<section>
    <h2>${name}</h2>
    <p class="muted">${words}</p>
    ${subsystemTable(phase)}
    ${flameFigure({ label: `Differential flame graph of ${name}: ${words}`, root, colours: CHANGE_COLOURS, legend: 'all', most })}
    ${functionTable(phase)}
  </section>`;
}

function subsystemTable(phase: PhaseDifference): Markup {
  const changed = phase.subsystems.filter(({ functions }) => functions > 0);
  if (changed.length === 0) return html`<p>No function changed.</p>`;
  const numbers = [changeHead(phase), 'Before', 'After', 'Functions'];
  const rows = changed.map(
    (row) =>
      html`<tr>
        <th scope="row">${visible(subsystemWords(row.subsystem))}</th>
        ${[changeText(row, phase), ...[row.before, row.after, row.functions].map(countText)].map(numberCell)}
      </tr>`,
  );
  return wideTable({
    label: `Subsystems of ${visible(phase.name)}`,
    columns: ['Subsystem', ...numbers],
    numbers: new Set(numbers),
    bodies: html`<tbody>
      ${rows}
    </tbody>`,
  });
}

function functionTable(phase: PhaseDifference): Markup {
  const changed = phase.functions.filter(({ before, after }) => before !== after);
  if (changed.length === 0) return html``;
  const numbers = [changeHead(phase), 'Before', 'After'];
  const shown = changed.slice(0, TOP);
  return html`<details>
    <summary>
      ${shown.length === changed.length ? '' : `${countText(shown.length)} of `}${countText(changed.length)}
      functions that changed: ${visible(phase.name)}
    </summary>
    ${wideTable({
      label: `Functions of ${visible(phase.name)}`,
      columns: ['Function', ...numbers, 'Where', 'Remark'],
      numbers: new Set(numbers),
      bodies: html`<tbody>
        ${shown.map((row) => functionRow(row, phase))}
      </tbody>`,
    })}
  </details>`;
}

function functionRow(row: FunctionChange, phase: PhaseDifference): Markup {
  const { name, code, before, after } = row;
  const remark = [sideWords(row), changeRemark(row)].filter(Boolean).join('; ');
  return html`<tr>
    <th scope="row">${visible(name)}</th>
    ${[changeText(row, phase), countText(before), countText(after)].map(numberCell)}
    <td>${visible(code.source === '' ? subsystemOf(code) : code.source)}</td>
    <td>${visible(remark)}</td>
  </tr>`;
}

function changeHead({ requests }: PhaseDifference): string {
  return requests === undefined ? 'Change' : 'Change per request';
}

function numberCell(text: string): Markup {
  return html`<td class="number">${text}</td>`;
}
