// SPDX-License-Identifier: Apache-2.0
import type { Environment } from '../../environment/environment.js';

/** One side of a comparison: what it is built from, and how a mistake in its files is said. */
export interface SourceSide {
  environment: Environment;
  /** Which commit it is of, or `working tree`; missing where both sides are of one state of the project. */
  revision?: string | undefined;
  /** Says with what is wrong whose files it is wrong with. */
  within: <T>(work: () => Promise<T>) => Promise<T>;
}

/** The side that is made of the user's own files: what is wrong with them is said as it is. */
export async function plainly<T>(work: () => Promise<T>): Promise<T> {
  return await work();
}
