// SPDX-License-Identifier: Apache-2.0

/** Something that a flame graph is drawn of: wide as `size`, above what it called. */
export interface FlameNode {
  label: string;
  /** Width; at least the sum of the children's. */
  size: number;
  /** Name of its colour, a class of `reports/flame.css`. */
  colour: string;
  /** What a reader learns who points at it, lines; asked for only when it is drawn. */
  about: () => string;
  children: readonly FlameNode[];
}

/** A frame of a flame graph, where it stands. */
export interface Frame {
  label: string;
  colour: string;
  about: string;
  /** Left edge and width, shares of the whole. */
  left: number;
  width: number;
  /** Row from the top: 0 is the root. */
  row: number;
}
