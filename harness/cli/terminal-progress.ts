// SPDX-License-Identifier: Apache-2.0
import { type Progress, secondsLeft } from '../core/progress.js';
import { forTerminal, forTerminalLines } from '../core/sinks.js';
import { clip } from '../report/terminal/width.js';

/** How progress is shown. */
export interface ProgressOptions {
  /** True: one line that is rewritten, with time left. False: plain lines, at most one per stage and ten percent. */
  live: boolean;
  color: boolean;
  /** Where the text goes. */
  write: (text: string) => void;
  /** Milliseconds; replaced in tests. */
  now: () => number;
  /** Columns of the terminal, which may change while it runs. */
  width: () => number;
}

const REDRAW_MS = 100;

/** In front of a step whose share is not known. */
const STEP = '… ';

/** Progress for people: bar, share and time left on a terminal; plain lines elsewhere. */
export function terminalProgress(options: ProgressOptions): Progress {
  const print = (text: string): void => options.write(`${forTerminalLines(text)}\n`);
  let shown = false;
  let lastDrawn = -REDRAW_MS;
  // Builds go on behind boots: each stage keeps its own time and share.
  const stages = new Map<string, { began: number; tenth: number }>();
  const clear = (): void => {
    if (shown) options.write('\r\u001b[2K');
    shown = false;
  };
  const begin = (text: string): { began: number; tenth: number } => {
    const known = stages.get(text);
    if (known !== undefined) return known;
    const stage = { began: options.now(), tenth: 0 };
    stages.set(text, stage);
    if (!options.live) print(text);
    return stage;
  };
  const draw = (mark: string, text: string): void => {
    if (options.now() - lastDrawn < REDRAW_MS) return;
    lastDrawn = options.now();
    clear();
    // A line that reaches the last column is broken by the terminal, and only its end would be erased.
    const line = clip(`${mark}${forTerminal(text)}`, options.width() - 1);
    options.write(options.color && mark === STEP ? line.replace(STEP, (step) => dim(step)) : line);
    shown = true;
  };
  return {
    step: (text) => {
      begin(text);
      if (options.live) draw(STEP, text);
    },
    ratio: (text, done, expectedSeconds, detail) => {
      const stage = begin(text);
      const spent = (options.now() - stage.began) / 1000;
      const left = duration(secondsLeft(spent, done, expectedSeconds));
      if (options.live) {
        draw(
          `${bar(done, options.width())}${percent(done)} `,
          detail === undefined ? `${text}, ${left} left` : `${left} left, ${detail}`,
        );
        return;
      }
      const tenth = Math.floor(done * 10);
      if (tenth > stage.tenth) print(`${text}: ${percent(done).trim()}, ${left} left`);
      stage.tenth = Math.max(tenth, stage.tenth);
    },
    note: (text) => {
      clear();
      print(text);
    },
    end: () => {
      clear();
      stages.clear();
    },
  };
}

/** A duration as a person says it: `45 s`, `3 min 20 s`, `1 h 05 min`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 90) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`;
}

/** A bar with a space behind it; short on a narrow terminal, and none where it would leave no space for words. */
function bar(done: number, width: number): string {
  const cells = width >= 60 ? 24 : width >= 40 ? 8 : 0;
  const full = Math.round(done * cells);
  return cells === 0 ? '' : `${'█'.repeat(full)}${'░'.repeat(cells - full)} `;
}

function percent(done: number): string {
  return `${String(Math.floor(done * 100)).padStart(3)} %`;
}

function dim(text: string): string {
  return `\u001b[2m${text}\u001b[22m`;
}
