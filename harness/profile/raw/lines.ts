// SPDX-License-Identifier: Apache-2.0

/** Longest line that is kept; no block is longer. */
const LONGEST_LINE = 128 * 1024;

/** Lines of a text that comes in pieces, each without its end; in linear time, however the pieces are cut. */
export function* linesOf(pieces: Iterable<Uint8Array>): Generator<string, void> {
  let open: Buffer[] = [];
  let size = 0;
  for (const piece of pieces) {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    let from = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      const rest = bytes.subarray(from, end);
      yield size === 0 ? rest.toString('latin1') : Buffer.concat([...open, rest]).toString('latin1');
      [open, size, from] = [[], 0, end + 1];
    }
    const rest = bytes.subarray(from);
    size += rest.length;
    if (size > LONGEST_LINE) throw new RangeError('a line is too long');
    if (rest.length > 0) open.push(rest);
  }
  if (size > 0) yield Buffer.concat(open).toString('latin1');
}
