// SPDX-License-Identifier: Apache-2.0

/** Style of the page. */
export const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #8884;overflow-wrap:anywhere}progress{width:100%}`;

/** Program of the page: shows each state as text, never as markup. */
export const SCRIPT = `
const $ = (id) => document.getElementById(id);
const duration = (s) => s < 90 ? Math.round(s) + ' s' : s < 3600 ? Math.floor(s / 60) + ' min' : Math.floor(s / 3600) + ' h ' + Math.floor(s % 3600 / 60) + ' min';
function show(state) {
  const { steps, queue, hosts } = state;
  $('run').textContent = state.run;
  $('bar').max = Math.max(1, steps.total);
  $('bar').value = steps.done;
  $('steps').textContent = steps.done + ' of ' + steps.total + ' steps made, ' + duration(state.secondsLeft) + ' left';
  $('queue').textContent = queue.waiting + ' blocks wait, ' + queue.active + ' are being made, ' + queue.done + ' are done' + (queue.over ? ', ' + queue.over + ' are left to resume' : '');
  const rows = hosts.map((host) => {
    const row = document.createElement('tr');
    for (const text of [host.name, host.is, host.doing || host.why || '', String(host.made)]) {
      const cell = document.createElement('td');
      cell.textContent = text;
      row.append(cell);
    }
    return row;
  });
  $('hosts').replaceChildren(...rows);
}
const events = new EventSource('events');
events.onmessage = ({ data }) => show(JSON.parse(data));
events.onerror = () => { $('steps').textContent = 'the run is over, or does not answer'; };
`;

/** The whole page: it takes nothing from anywhere else, and everything that changes comes by events. */
export const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>lupine-bench: a run</title>
<style>${STYLE}</style>
</head>
<body>
<h1 id="run">A run</h1>
<progress id="bar" value="0" max="1" aria-label="steps made"></progress>
<p id="steps" role="status">waiting for the first word</p>
<p id="queue"></p>
<table><thead><tr><th>host</th><th>state</th><th>what</th><th>steps made</th></tr></thead><tbody id="hosts"></tbody></table>
<script>${SCRIPT}</script>
</body>
</html>
`;
