// SPDX-License-Identifier: Apache-2.0

/** A console taken apart. */
export interface TakenApart {
  frames: string[];
  text: string;
  cuts: number;
}

const START = '<~lupine ';
const END = '~>';

/**
 * What `FrameScanner` does, said as simply as can be: for a whole console, with no limit, at any cost. Only what is shorter than
 * its limit can be compared.
 */
export function takeApart(console: string): TakenApart {
  const apart: TakenApart = { frames: [], text: '', cuts: 0 };
  let at = 0;
  for (;;) {
    const start = console.indexOf(START, at);
    if (start < 0) break;
    apart.text += console.slice(at, start);
    const body = start + START.length;
    const end = console.indexOf(END, body);
    const next = console.indexOf(START, body);
    if (end >= 0 && (next < 0 || end < next)) {
      apart.frames.push(console.slice(body, end));
      at = end + END.length;
      if (console.startsWith('\r', at)) at += 1;
      if (console.startsWith('\n', at)) at += 1;
      continue;
    }
    at = next < 0 ? console.length : next;
    const newline = console.slice(body, at).indexOf('\n');
    apart.cuts += 1;
    if (newline >= 0) apart.text += console.slice(body + newline, at);
  }
  apart.text += console.slice(at);
  return apart;
}
