// SPDX-License-Identifier: Apache-2.0
import { visible } from '../../core/printable.js';
import { subsystemOf } from '../../profile/subsystem.js';
import { topFunctions } from '../../profile/top.js';
import type { Profile, ProfilePhase } from '../../profile/types.js';
import { grouped } from '../../core/grouped.js';
import { type Markup, html } from '../html/markup.js';
import { wideTable } from '../html/wide-table.js';
import { COLOURS } from './flame/colours.js';
import { flameFigure } from './flame/figure.js';
import { profileFlame } from './flame/nodes.js';
import { countText, namedWords, phaseWords, profileTitle, shareText } from './words.js';

/** Frames of all flame graphs of a page: about 700 kB. */
const FRAMES = 3500;

/** Frames that each graph may have, however many there are. */
const LEAST_FRAMES = 100;

/** Functions of each phase in the table. */
const TOP = 25;

/** The profiles of a run: for each phase a flame graph and the functions with the most instructions. */
export function profileSection(profiles: readonly Profile[]): Markup {
  const phases = profiles.flatMap((profile) => profile.phases.filter(isShown));
  const most = Math.max(LEAST_FRAMES, Math.floor(FRAMES / Math.max(1, phases.length)));
  return html`<section id="profile">
    <h2>Where the instructions went</h2>
    <p>
      Every instruction that a boot executed, counted by function. A frame is as wide as the instructions of a
      function and of all that it called from there; what it called stands below it. The order from left to
      right has no meaning in time.
    </p>
    ${profiles.map((profile) => profileMarkup(profile, most))}
  </section>`;
}

function isShown({ instructions }: ProfilePhase): boolean {
  return instructions > 0;
}

function profileMarkup(profile: Profile, most: number): Markup {
  const { notes = [], phases } = profile;
  return html`<h3>${visible(profileTitle(profile))}</h3>
    <p class="muted">${namedWords(profile)}.</p>
    ${notes.map((note) => html`<p class="warning">${visible(note)}</p>`)}
    ${phases.filter(isShown).map((phase) => phaseMarkup(profile, phase, most))}`;
}

function phaseMarkup(profile: Profile, phase: ProfilePhase, most: number): Markup {
  const name = visible(phase.name);
  const label = `Flame graph of ${name}: ${phaseWords(phase)}`;
  const root = profileFlame(profile, phase);
  return html`<h4>${name}</h4>
    <p class="muted">${phaseWords(phase)}</p>
    ${flameFigure({ label, root, colours: COLOURS, legend: 'used', most })}
    <details>
      <summary>Functions with the most instructions: ${name}</summary>
      ${functionTable(profile, phase)}
    </details>`;
}

function functionTable(profile: Profile, phase: ProfilePhase): Markup {
  const { instructions, requests = 0, tree, name } = phase;
  const numbers = [
    'Instructions',
    'Self',
    ...(tree ? ['With calls'] : []),
    ...(requests ? ['Per request'] : []),
  ];
  const rows = topFunctions(profile, phase)
    .slice(0, TOP)
    .map(({ code, self, total = 0 }) => {
      const cells = [
        ...[countText(self), shareText(self, instructions)],
        ...(tree ? [shareText(total, instructions)] : []),
        ...(requests ? [grouped((self / requests).toFixed(1))] : []),
      ];
      return html`<tr>
        <th scope="row">${visible(code.name)}</th>
        <td>${visible(code.source === '' ? subsystemOf(code) : code.source)}</td>
        ${cells.map((cell) => html`<td class="number">${cell}</td>`)}
      </tr>`;
    });
  return wideTable({
    label: `Functions of ${visible(name)}`,
    columns: ['Function', 'Where', ...numbers],
    numbers: new Set(numbers),
    bodies: html`<tbody>
      ${rows}
    </tbody>`,
  });
}
