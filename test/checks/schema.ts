// SPDX-License-Identifier: Apache-2.0
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';
import { projectRoot } from '../../harness/core/paths.js';
import { withWorkloads } from './workload-schema.js';

const schemas = {
  scenario: ['harness/scenario/types.ts', 'ScenarioDeclaration'],
  systems: ['harness/system/types.ts', 'SystemCatalogueFile'],
  app: ['harness/app/types.ts', 'AppDeclaration'],
  claims: ['harness/claim/types.ts', 'ClaimsFile'],
  ablation: ['harness/ablation/types.ts', 'AblationFile'],
  published: ['harness/claim/published-types.ts', 'PublishedFile'],
} as const;

/** The JSON Schema (draft-07) of each YAML file kind, by path, generated from the TypeScript types and the workloads' declarations. */
export function generateSchemas(): Map<string, string> {
  const files = new Map<string, string>();
  for (const [name, [path, type]] of Object.entries(schemas)) {
    const schema = createGenerator({
      path: join(projectRoot, path),
      tsconfig: join(projectRoot, 'tsconfig.json'),
      type,
      skipTypeCheck: true,
      additionalProperties: false,
      extraTags: ['asType'],
    }).createSchema(type);
    files.set(
      join(projectRoot, `harness/schema/${name}.schema.json`),
      `${JSON.stringify(name === 'scenario' ? withWorkloads(schema) : schema, null, 2)}\n`,
    );
  }
  return files;
}

/** Schemas whose committed file differs from the types, by path. */
export async function staleSchemas(): Promise<string[]> {
  const stale: string[] = [];
  for (const [path, text] of generateSchemas()) {
    if ((await readFile(path, 'utf8').catch(() => '')) !== text) stale.push(path);
  }
  return stale;
}

if (process.argv[1]?.endsWith('test/checks/schema.js') === true) {
  for (const [path, text] of generateSchemas()) await writeFile(path, text);
}
