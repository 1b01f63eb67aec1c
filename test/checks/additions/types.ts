// SPDX-License-Identifier: Apache-2.0
import type { ProjectCopy } from '../../support/project-copy.js';

/** A real addition to a copy of the project. */
export interface Addition {
  /** What is added, as the list of CONTRIBUTING.md calls it. */
  kind: string;
  /** Its own name. */
  name: string;
  /** What each file becomes, by the path in the list; `<name>` stands for the name of the addition. */
  files: Readonly<Record<string, (before: string) => string>>;
  /** What the list has one run, as far as it needs no kernel, and what must be there then. */
  check: (copy: ProjectCopy) => Promise<void>;
}
