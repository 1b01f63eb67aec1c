// SPDX-License-Identifier: Apache-2.0
import { rounded } from '../../../core/numbers.js';
import type { FlameNode, Frame } from './types.js';

/** What is narrower than this share of the whole is put together with its like. */
const NARROW = 0.0005;

/** By how much that share grows until there are few enough frames. */
const GROWTH = 1.25;

/** Frames of a graph, and what is not among them. */
export interface FlameLayout {
  /** Callers before what they called, from left to right. */
  frames: Frame[];
  /** Share of the whole below which frames were put together. */
  narrow: number;
}

/**
 * Places the frames of a flame graph, the root on top: what is too narrow to be seen becomes one frame, `12 more`, where
 * together it can be seen, and is left out where it cannot.
 * @param most frames; the share below which they are put together grows until there are no more.
 */
export function layOut(root: FlameNode, most: number): FlameLayout {
  for (let narrow = NARROW; ; narrow *= GROWTH) {
    const frames = framesOf(root, narrow);
    if (frames.length <= most || narrow >= 1) return { frames, narrow };
  }
}

function framesOf(root: FlameNode, narrow: number): Frame[] {
  const frames: Frame[] = [];
  const whole = Math.max(root.size, 1);
  const least = narrow * whole;
  const place = ({ label, colour, about, size, children }: FlameNode, start: number, row: number): void => {
    frames.push({ label, colour, about: about(), left: start / whole, width: size / whole, row });
    let at = start;
    for (const child of seen(children, least, whole)) {
      place(child, at, row + 1);
      at += child.size;
    }
  };
  place(root, 0, 0);
  return frames;
}

function seen(children: readonly FlameNode[], least: number, whole: number): FlameNode[] {
  const wide = children.filter(({ size }) => size > 0 && size >= least);
  const others = children.filter(({ size }) => size > 0 && size < least);
  const size = others.reduce((sum, one) => sum + one.size, 0);
  if (size < least || others.length === 0) return wide;
  const label = `${others.length} more`;
  const about = `${label}, each below ${rounded((least / whole) * 100, 2)} % of the whole`;
  return [...wide, { label, size, colour: 'more', about: () => about, children: [] }];
}
