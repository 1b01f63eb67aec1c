// SPDX-License-Identifier: Apache-2.0
import type { Progress } from '../core/progress.js';

/** How progress is shown. */
export interface ProgressOptions {
  /** True: one line that is rewritten, with time left. False: plain lines, at most one per stage and ten percent. */
  live: boolean;
  color: boolean;
  /** Where the text goes. */
  write: (text: string) => void;
  /** Milliseconds; replaced in tests. */
  now: () => number;
  /** Columns of the terminal. */
  width: number;
}

const REDRAW_MS = 100;

/** Progress for people: bar, share and time left on a terminal; plain lines elsewhere. */
export function terminalProgress(options: ProgressOptions): Progress {
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
    if (!options.live) options.write(`${text}\n`);
    return stage;
  };
  const draw = (text: string): void => {
    if (options.now() - lastDrawn < REDRAW_MS) return;
    lastDrawn = options.now();
    clear();
    options.write(text.slice(0, options.width - 1));
    shown = true;
  };
  return {
    step: (text) => {
      begin(text);
      if (options.live) draw(`${dim('…', options.color)} ${text}`);
    },
    ratio: (text, done, expectedSeconds) => {
      const stage = begin(text);
      const spent = (options.now() - stage.began) / 1000;
      const left = duration(secondsLeft(spent, done, expectedSeconds));
      if (options.live) {
        draw(`${bar(done)} ${percent(done)} ${text}, ${left} left`);
        return;
      }
      const tenth = Math.floor(done * 10);
      if (tenth > stage.tenth) options.write(`${text}: ${percent(done).trim()}, ${left} left\n`);
      stage.tenth = Math.max(tenth, stage.tenth);
    },
    note: (text) => {
      clear();
      options.write(`${text}\n`);
    },
    end: () => {
      clear();
      stages.clear();
    },
  };
}

/** Seconds left: the estimate from before at first, the observed pace more and more. */
export function secondsLeft(spent: number, done: number, expected: number): number {
  const byPace = done > 0 ? (spent / done) * (1 - done) : expected;
  const byEstimate = Math.max(expected - spent, 0);
  return byPace * done + byEstimate * (1 - done);
}

/** A duration as a person says it: `45 s`, `3 min 20 s`, `1 h 05 min`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 90) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`;
}

function bar(done: number): string {
  const cells = 24;
  const full = Math.round(done * cells);
  return `${'█'.repeat(full)}${'░'.repeat(cells - full)}`;
}

function percent(done: number): string {
  return `${String(Math.floor(done * 100)).padStart(3)} %`;
}

function dim(text: string, color: boolean): string {
  return color ? `\u001b[2m${text}\u001b[22m` : text;
}
