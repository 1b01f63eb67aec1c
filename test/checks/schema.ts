// SPDX-License-Identifier: Apache-2.0
import { readFile, writeFile } from 'node:fs/promises';
import {
  DEFAULT_CONFIG,
  SchemaGenerator,
  createFormatter,
  createParser,
  createProgram,
} from 'ts-json-schema-generator';
import { packagePath } from '../../harness/core/paths.js';
import { withOwnTypes } from './schema-types.js';
import { withWorkloads } from './workload-schema.js';

const schemas = {
  scenario: ['harness/scenario/types.ts', 'ScenarioDeclaration'],
  systems: ['harness/system/types.ts', 'SystemCatalogueFile'],
  baseline: ['harness/system/guest/types.ts', 'BaselineFile'],
  app: ['harness/app/types.ts', 'AppDeclaration'],
  project: ['harness/environment/project-types.ts', 'ProjectFile'],
  inventory: ['harness/inventory/types.ts', 'InventoryFile'],
  claims: ['harness/claim/types.ts', 'ClaimsFile'],
  ablation: ['harness/ablation/types.ts', 'AblationFile'],
  accepted: ['harness/gate/accepted-types.ts', 'AcceptedFile'],
  published: ['harness/claim/published-types.ts', 'PublishedFile'],
  'run-plan': ['harness/plan/types.ts', 'Plan'],
  'run-record': ['harness/run/record.ts', 'StoredRecord'],
  'run-trial': ['harness/run/record.ts', 'StoredTrial'],
  'run-provenance': ['harness/run/provenance.ts', 'StoredProvenance'],
  'run-claims': ['harness/claim/result.ts', 'ClaimsDocument'],
  'history-point': ['harness/history/types.ts', 'HistoryPoint'],
  'run-profile': ['harness/profile/stored-types.ts', 'StoredProfile'],
  'store-entry': ['harness/store/types.ts', 'StoreDocument'],
  'run-comparison': ['harness/gate/types.ts', 'ComparisonDocument'],
} as const;

/** A kind of file that has a schema. */
type SchemaKind = keyof typeof schemas;

const ALL = Object.keys(schemas) as SchemaKind[];

/** The JSON Schema (draft-07) of these kinds of files, by path, generated from the TypeScript types and the workloads' declarations. */
function generateSchemas(kinds: readonly SchemaKind[] = ALL): Map<string, string> {
  const files = new Map<string, string>();
  for (const name of kinds) {
    const [path, type] = schemas[name];
    const config = {
      ...DEFAULT_CONFIG,
      path: packagePath(path),
      tsconfig: packagePath('tsconfig.json'),
      type,
      skipTypeCheck: true,
      extraTags: ['asType'],
    };
    const program = createProgram(config);
    const parser = createParser(program, config, withOwnTypes);
    const schema = new SchemaGenerator(program, parser, createFormatter(config), config).createSchema(type);
    files.set(
      packagePath(`harness/schema/${name}.schema.json`),
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

// All of them, or those that are named on the command line.
if (process.argv[1]?.endsWith('test/checks/schema.js') === true) {
  const named = process.argv.slice(2).filter((name): name is SchemaKind => name in schemas);
  for (const [path, text] of generateSchemas(named.length === 0 ? ALL : named)) await writeFile(path, text);
}
