// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { rm } from 'node:fs/promises';
import { silent } from '../../../harness/core/progress.js';
import { createEnvironment } from '../../../harness/environment/environment.js';
import type { ComparisonDocument } from '../../../harness/gate/types.js';
import { gateProject } from '../../../harness/workflow/gate/gate.js';

/** What is gated: the files of a project's folder against one of its commits. */
export interface OneGate {
  dir: string;
  base: string;
  scenarios: readonly string[];
  app: string;
}

/** The program's own gate, in this process; its runs are removed. */
export async function oneGate({ dir, base, scenarios, app }: OneGate): Promise<ComparisonDocument> {
  const results = join(dir, 'results');
  const environment = await createEnvironment({ folder: dir, results });
  let printed = '';
  const ignored = (): void => undefined;
  try {
    await gateProject(scenarios, { base, system: ['mine'], app: [app], json: true }, environment, {
      ...{ signal: new AbortController().signal, progress: silent, color: false, width: 100, hint: '' },
      print: (text) => (printed += text),
      printReport: ignored,
      printCommands: ignored,
    });
  } finally {
    await rm(results, { recursive: true, force: true });
  }
  return JSON.parse(printed) as ComparisonDocument;
}
