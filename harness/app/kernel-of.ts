// SPDX-License-Identifier: Apache-2.0
import type { AppDeclaration } from './types.js';

/** The app whose kernel an app runs on: `lupine-<app>` means `lupine-` and this name. */
export function kernelOf({ name, kernel }: Pick<AppDeclaration, 'name' | 'kernel'>): string {
  return kernel ?? name;
}
