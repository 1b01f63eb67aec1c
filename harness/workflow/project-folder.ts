// SPDX-License-Identifier: Apache-2.0
import { dirname, resolve } from 'node:path';
import type { Environment } from '../environment/environment.js';

/** The folder of the user's project, or the one in which the user is. */
export function projectFolder({ project }: Environment): string {
  return project === undefined ? resolve('.') : dirname(project.file);
}
