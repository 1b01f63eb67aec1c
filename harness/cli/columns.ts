// SPDX-License-Identifier: Apache-2.0

/** What is known of a stream that people may read. */
type Stream = Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>;

/** Columns of a stream: 100 when it is no terminal, 80 for a terminal that reports none, as serial consoles do. */
export function columnsOf({ isTTY, columns }: Stream): number {
  if (!isTTY) return 100;
  return columns > 0 ? columns : 80;
}
