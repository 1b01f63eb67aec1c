// SPDX-License-Identifier: Apache-2.0
import type { AppDeclaration } from './types.js';

/** The app whose kernel fragment an app uses: its own, unless it says `kernel:`. */
export function kernelOf({ name, kernel }: AppDeclaration): string {
  return kernel ?? name;
}
