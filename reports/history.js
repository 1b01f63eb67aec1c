// SPDX-License-Identifier: Apache-2.0

const drawn = [...document.querySelectorAll('figure.history')].map((figure, index) =>
  chart(figure, charts[index]),
);

/** Draws all of them, one after the other, so that a page with a hundred is there before all are drawn. */
let round = 0;
const redraw = () => {
  const mine = (round += 1);
  const next = (at) => {
    if (mine !== round || at >= drawn.length) return;
    drawn[at].draw();
    setTimeout(() => next(at + 1));
  };
  next(0);
};
addEventListener('resize', redraw);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);

const ranges = document.querySelector('.ranges');
ranges.hidden = commits.length <= 100;
const buttons = [...ranges.querySelectorAll('button')];
const choose = (button) => {
  const last = button.dataset.last === '' ? commits.length : Number(button.dataset.last);
  range = { from: Math.max(0, commits.length - last), to: commits.length };
  for (const one of buttons) one.setAttribute('aria-pressed', String(one === button));
  redraw();
};
for (const button of buttons) button.addEventListener('click', () => choose(button));
choose(buttons.at(-1));

/** A chart that is drawn when it is seen, and told about by mouse and keyboard. */
function chart(figure, { caption, unit, lines }) {
  const canvas = figure.querySelector('canvas');
  const output = figure.querySelector('output');
  const first = output.textContent;
  let frame;
  let current;
  legend(figure.querySelector('figcaption'), caption, lines);

  function draw() {
    const size = fit(canvas);
    const extent = extentOf(lines);
    frame = { ...size, ...extent };
    const pen = canvas.getContext('2d');
    pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    pen.clearRect(0, 0, size.width, size.height);
    axes(pen, frame);
    for (const [index, line] of lines.entries()) changes(pen, frame, line, index);
    for (const [index, line] of lines.entries()) path(pen, frame, line, index);
    if (current !== undefined) cursor(pen, frame, current);
  }

  const show = (found) => {
    current = found;
    output.textContent = found === undefined ? first : words(found, unit);
    draw();
  };
  canvas.addEventListener('mousemove', ({ offsetX, offsetY }) =>
    show(nearest(lines, frame, offsetX, offsetY)),
  );
  canvas.addEventListener('mouseleave', () => show(undefined));
  canvas.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined || lines.length === 0) return;
    event.preventDefault();
    const line = current?.line ?? lines[0];
    const at = current === undefined ? line.at.length - 1 : current.index + step;
    if (at >= 0 && at < line.at.length) show({ line, index: at });
  });
  return { draw };
}

function legend(caption, text, lines) {
  caption.textContent = text;
  for (const [index, { name }] of lines.entries()) {
    const part = document.createElement('span');
    part.textContent = ` · ■ ${name}`;
    part.style.color = `var(${colourOf(index)})`;
    caption.append(part);
  }
}

/** The value nearest to a place: first the commit, then the line. */
function nearest(lines, frame, x, y) {
  let best;
  for (const line of lines) {
    const { start, end } = within(line);
    let at = start;
    for (let i = start, away = Infinity; i < end; i += 1) {
      const distance = Math.abs(xOf(frame, line.at[i]) - x);
      if (distance > away) break;
      away = distance;
      at = i;
    }
    if (at >= end) continue;
    const distance = Math.hypot(xOf(frame, line.at[at]) - x, yOf(frame, line.value[at]) - y);
    if (best === undefined || distance < best.distance) best = { line, index: at, distance };
  }
  return best;
}

function words({ line, index }, unit) {
  const [hash, time, subject] = commits[line.at[index]];
  const when = new Date(time * 1000);
  const day = Number.isNaN(when.getTime()) ? '' : ` (${when.toISOString().slice(0, 10)})`;
  const ends =
    line.low === undefined || line.low[index] === line.high[index]
      ? ''
      : ` [${line.low[index]}, ${line.high[index]}]`;
  const verdict = line.verdict.find(([at]) => at === index);
  const change = line.changes.find((one) => one.index === index);
  return [
    `${line.name}: ${line.value[index]} ${unit}${ends}`,
    ...(verdict === undefined ? [] : [verdict[1]]),
    ...(change === undefined ? [] : [`change point: ${change.words}`]),
    `${hash}${day} ${subject}`,
  ].join(' · ');
}
