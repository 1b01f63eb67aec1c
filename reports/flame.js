// SPDX-License-Identifier: Apache-2.0
'use strict';

/** Height of a row, and what is too narrow for a text, pixels. */
const ROW = 18;
const NARROW = 26;

/** Shares are written with three decimals. */
const ROUNDING = 0.002;

const graphs = [...document.querySelectorAll('figure.flame')].map(flameGraph);

document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest('input, textarea, select')) return;
  const own = event.target.closest('figure.flame');
  const graph =
    graphs.find(({ figure }) => figure === own) ?? graphs.find(({ figure }) => figure.offsetParent);
  if (graph === undefined) return;
  event.preventDefault();
  graph.input.focus();
  graph.input.select();
});

/** Lets a flame graph be searched, and zoomed into with mouse and keyboard. */
function flameGraph(figure) {
  const svg = figure.querySelector('svg');
  const output = figure.querySelector('output');
  const input = figure.querySelector('input');
  const button = figure.querySelector('button');
  const frames = framesIn(svg);
  const [root] = frames;
  const past = [];
  let shown = root;
  let current = root;

  const say = (words) => (output.textContent = words);
  const tell = (frame) => say(frame.title.replace('\n', ': '));

  const label = () => {
    const all = svg.clientWidth;
    for (const frame of frames) {
      const wide = frame.visible && (frame.shownWidth / 100) * all >= NARROW;
      if (wide && frame.text === null) frame.text = textOf(frame);
      if (frame.text !== null) frame.text.style.display = wide ? '' : 'none';
    }
  };

  const show = (target) => {
    shown = target;
    for (const frame of frames) {
      const above = target !== frame && isIn(target, frame);
      frame.visible = above || isIn(frame, target);
      frame.shownWidth = above ? 100 : (frame.width / target.width) * 100;
      frame.element.classList.toggle('out', !frame.visible);
      frame.element.classList.toggle('above', above);
      frame.element.setAttribute('x', above ? '0%' : `${((frame.left - target.left) / target.width) * 100}%`);
      frame.element.setAttribute('width', `${frame.shownWidth}%`);
    }
    button.disabled = target === root;
    label();
  };

  const focus = (frame) => {
    current.element.setAttribute('tabindex', '-1');
    current = frame;
    frame.element.setAttribute('tabindex', '0');
    frame.element.focus({ preventScroll: false });
  };

  const zoom = (frame) => {
    if (frame === shown) return;
    past.push(shown);
    show(frame);
  };

  const back = () => {
    show(past.pop() ?? root);
    focus(isIn(current, shown) ? current : shown);
  };

  const whole = () => {
    past.length = 0;
    show(root);
  };

  const search = () => {
    const wanted = input.value.trim().toLowerCase();
    let share = 0;
    let count = 0;
    for (const frame of frames) {
      frame.hit = wanted !== '' && frame.title.split('\n')[0].toLowerCase().includes(wanted);
      frame.within = frame.parent !== undefined && (frame.parent.hit || frame.parent.within);
      if (frame.hit) count += 1;
      if (frame.hit && !frame.within) share += frame.width;
      frame.element.classList.toggle('hit', frame.hit);
    }
    svg.classList.toggle('searched', wanted !== '');
    if (wanted === '') tell(current);
    else
      say(
        `${count} ${count === 1 ? 'frame has' : 'frames have'} "${input.value.trim()}": ${share.toFixed(1)} % of the graph`,
      );
  };

  const beside = (step) => {
    const row = frames.filter((frame) => frame.visible && frame.row === current.row);
    return row[row.indexOf(current) + step];
  };

  const keys = {
    ArrowDown: () => frames.find((frame) => frame.visible && frame.parent === current),
    ArrowUp: () => current.parent,
    ArrowLeft: () => beside(-1),
    ArrowRight: () => beside(1),
    Home: () => root,
  };

  svg.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') zoom(current);
    else if (event.key === 'Escape') back();
    else if (Object.hasOwn(keys, event.key)) {
      const next = keys[event.key]();
      if (next !== undefined) focus(next);
    } else return;
    event.preventDefault();
  });
  svg.addEventListener('click', (event) => {
    const frame = frameAt(event);
    if (frame === undefined) return;
    zoom(frame);
    focus(frame);
  });
  svg.addEventListener('focusin', (event) => {
    const frame = frameAt(event);
    if (frame !== undefined) tell(frame);
  });
  svg.addEventListener('mouseover', (event) => {
    const frame = frameAt(event);
    if (frame !== undefined) tell(frame);
  });
  input.addEventListener('input', search);
  input.addEventListener('keydown', (event) => {
    const hit = frames.find((frame) => frame.hit && frame.visible);
    if (event.key === 'Enter' && hit !== undefined) focus(hit);
    else if (event.key === 'Escape') {
      input.value = '';
      search();
      focus(current);
    } else return;
    event.preventDefault();
  });
  button.addEventListener('click', () => {
    whole();
    focus(root);
  });
  new ResizeObserver(label).observe(svg);
  show(root);
  return { figure, input };

  function frameAt(event) {
    const element = event.target.closest('[role=treeitem]');
    return frames.find((frame) => frame.element === element);
  }
}

/** The frames, each with the one above it: callers come before what they called. */
function framesIn(svg) {
  const open = [];
  return [...svg.querySelectorAll('[role=treeitem]')].map((element) => {
    const row = Number(element.getAttribute('y')) / ROW;
    const frame = {
      ...{ element, row, parent: open[row - 1], hit: false, within: false, visible: true },
      left: Number.parseFloat(element.getAttribute('x')),
      width: Number.parseFloat(element.getAttribute('width')),
      title: element.querySelector('title').textContent,
      text: element.querySelector('text'),
    };
    open[row] = frame;
    return frame;
  });
}

/** Whether a frame is another, or was called from it. */
function isIn(frame, other) {
  for (let at = frame; at !== undefined; at = at.parent) if (at === other) return true;
  return false;
}

function textOf({ element, title }) {
  const text = document.createElementNS('http://www.w3.org/2000/svg', 'text');
  text.setAttribute('x', '3');
  text.setAttribute('y', '13');
  text.textContent = title.split('\n')[0].replace(/ \([^()]*\)$/, '');
  element.append(text);
  return text;
}
