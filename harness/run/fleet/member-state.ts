// SPDX-License-Identifier: Apache-2.0

/** A host of a fleet at a moment. */
export interface MemberState {
  name: string;
  /** `waiting`: for its turn, or for the end; `ready`: for a block; `out`: taken out, with the reason. */
  is: 'waiting' | 'ready' | 'measuring' | 'out';
  /** The step that it makes. */
  doing?: string | undefined;
  /** Steps that it has made. */
  made: number;
  why?: string | undefined;
}
