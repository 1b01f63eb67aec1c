// SPDX-License-Identifier: Apache-2.0
import { dirname, join } from 'node:path';
import type { LoadedApp } from '../app/load.js';
import type { Scenario } from '../scenario/types.js';
import type { Project } from './project.js';

/** File in which a project declares an app; nothing for an app that comes with the program. */
export function appOrigin({ dir }: LoadedApp, project: Project | undefined): string | undefined {
  return dirname(dir) === project?.apps ? join(dir, 'app.yaml') : undefined;
}

/** File in which a project declares a scenario; nothing for one that comes with the program. */
export function scenarioOrigin({ path }: Scenario, project: Project | undefined): string | undefined {
  return dirname(path) === project?.scenarios ? path : undefined;
}
