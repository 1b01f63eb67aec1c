// SPDX-License-Identifier: Apache-2.0
'use strict';

// How a line over commits is drawn; reports/history.js stands behind it in the same script.

const { commits, charts } = JSON.parse(document.getElementById('history-data').textContent);
const COLOURS = ['--subject', '--other', '--published', '--baseline', '--problem'];
const DASHES = [[], [6, 3], [2, 3], [8, 3, 2, 3]];
const EDGE = { left: 64, right: 14, top: 14, bottom: 26 };

/** The commits that are shown: from the first to behind the last. */
let range = { from: 0, to: commits.length };

function colourOf(index) {
  return COLOURS[index % COLOURS.length];
}

function css(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Gives a canvas as many pixels as it has on the screen. */
function fit(canvas) {
  const { clientWidth: width, clientHeight: height } = canvas;
  canvas.width = Math.round(width * devicePixelRatio);
  canvas.height = Math.round(height * devicePixelRatio);
  return { width, height };
}

/** First and last index of a line in the range. */
function within({ at }) {
  const find = (commit) => {
    let [low, high] = [0, at.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at[middle] < commit) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return { start: find(range.from), end: find(range.to) };
}

function extentOf(lines) {
  let [low, high] = [Infinity, -Infinity];
  for (const line of lines) {
    const { start, end } = within(line);
    for (let i = start; i < end; i += 1) {
      low = Math.min(low, (line.low ?? line.value)[i]);
      high = Math.max(high, (line.high ?? line.value)[i]);
    }
  }
  if (low > high) return { low: 0, high: 1 };
  const room = (high - low) * 0.06 || Math.abs(high) * 0.001 || 1;
  return { low: low - room, high: high + room };
}

function xOf({ width }, commit) {
  const span = Math.max(1, range.to - range.from - 1);
  return EDGE.left + ((commit - range.from) / span) * (width - EDGE.left - EDGE.right);
}

function yOf({ height, low, high }, value) {
  return height - EDGE.bottom - ((value - low) / (high - low)) * (height - EDGE.top - EDGE.bottom);
}

function axes(pen, frame) {
  const { width, height, low, high } = frame;
  pen.font = '12px system-ui, sans-serif';
  pen.lineWidth = 1;
  pen.textBaseline = 'middle';
  const step = niceStep((high - low) / 4);
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  for (let mark = Math.ceil(low / step) * step; mark <= high; mark += step) {
    const y = Math.round(yOf(frame, mark)) + 0.5;
    pen.strokeStyle = css('--grid');
    stroke(pen, [EDGE.left, y], [width - EDGE.right, y]);
    pen.fillStyle = css('--muted');
    pen.textAlign = 'right';
    pen.fillText(mark.toFixed(Math.min(digits, 9)), EDGE.left - 6, y);
  }
  pen.textBaseline = 'alphabetic';
  const ends = [range.from, range.to - 1].filter((commit) => commits[commit] !== undefined);
  for (const [at, commit] of ends.entries()) {
    pen.textAlign = at === 0 ? 'left' : 'right';
    pen.fillText(commits[commit][0], at === 0 ? EDGE.left : width - EDGE.right, height - 8);
  }
}

function niceStep(rough) {
  const size = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5].find((one) => one * size >= rough) ?? 10) * size;
}

function stroke(pen, ...points) {
  pen.beginPath();
  for (const [x, y] of points) pen.lineTo(x, y);
  pen.stroke();
}

/** A line with its band: where there are more values than pixels, the least and the most of each column. */
function path(pen, frame, line, index) {
  const { start, end } = within(line);
  const columns = new Map();
  for (let i = start; i < end; i += 1) {
    const x = Math.round(xOf(frame, line.at[i]) * 2) / 2;
    const column = columns.get(x) ?? {
      min: Infinity,
      max: -Infinity,
      low: Infinity,
      high: -Infinity,
      sum: 0,
      n: 0,
    };
    const value = line.value[i];
    column.min = Math.min(column.min, value);
    column.max = Math.max(column.max, value);
    column.low = Math.min(column.low, line.low?.[i] ?? value);
    column.high = Math.max(column.high, line.high?.[i] ?? value);
    column.sum += value;
    column.n += 1;
    columns.set(x, column);
  }
  const places = [...columns];
  pen.strokeStyle = pen.fillStyle = css(colourOf(index));
  band(
    pen,
    places.map(([x, { low, high }]) => [x, yOf(frame, low), yOf(frame, high)]),
  );
  pen.setLineDash(DASHES[Math.floor(index / COLOURS.length) % DASHES.length]);
  pen.lineWidth = 1.5;
  pen.beginPath();
  for (const [x, { min, max, sum, n }] of places) {
    pen.lineTo(x, yOf(frame, sum / n));
    if (max > min) {
      pen.moveTo(x, yOf(frame, min));
      pen.lineTo(x, yOf(frame, max));
      pen.moveTo(x, yOf(frame, sum / n));
    }
  }
  pen.stroke();
  pen.setLineDash([]);
  if (places.length < (frame.width - EDGE.left) / 6)
    for (const [x, { sum, n }] of places) dot(pen, x, yOf(frame, sum / n), 2.5);
  verdicts(pen, frame, line);
}

function band(pen, places) {
  if (places.every(([, low, high]) => low - high < 0.5)) return;
  pen.globalAlpha = 0.18;
  pen.beginPath();
  if (places.length === 1) pen.rect(places[0][0] - 2, places[0][2], 4, places[0][1] - places[0][2]);
  for (const [x, low] of places) pen.lineTo(x, low);
  for (const [x, , high] of places.toReversed()) pen.lineTo(x, high);
  pen.fill();
  pen.globalAlpha = 1;
}

function dot(pen, x, y, size) {
  pen.beginPath();
  pen.arc(x, y, size, 0, 2 * Math.PI);
  pen.fill();
}

function verdicts(pen, frame, line) {
  for (const [index, verdict] of line.verdict) {
    if (line.at[index] < range.from || line.at[index] >= range.to) continue;
    pen.strokeStyle = css({ regression: '--problem', improvement: '--subject' }[verdict] ?? '--muted');
    pen.lineWidth = 2;
    pen.beginPath();
    pen.arc(xOf(frame, line.at[index]), yOf(frame, line.value[index]), 5, 0, 2 * Math.PI);
    pen.stroke();
  }
}

function changes(pen, frame, line) {
  pen.lineWidth = 1;
  pen.setLineDash([4, 3]);
  for (const { index, worse } of line.changes) {
    const commit = line.at[index];
    if (commit < range.from || commit >= range.to) continue;
    pen.strokeStyle = css(worse ? '--problem' : '--subject');
    const x = xOf(frame, commit);
    stroke(pen, [x, EDGE.top], [x, frame.height - EDGE.bottom]);
  }
  pen.setLineDash([]);
}

function cursor(pen, frame, { line, index }) {
  pen.fillStyle = css('--ink');
  dot(pen, xOf(frame, line.at[index]), yOf(frame, line.value[index]), 4);
}
