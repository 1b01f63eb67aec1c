// SPDX-License-Identifier: Apache-2.0
import type { Schema } from 'ts-json-schema-generator';
import { hostLoads, workloadNames, workloads } from '../../harness/workload/registry.js';
import type { Workload } from '../../harness/workload/types.js';

/** The schema of scenario files with what the workloads declare: their names, and for each its parameters and metrics. */
export function withWorkloads(schema: Schema): Schema {
  const { ScenarioDeclaration: scenario, ...others } = schema.definitions ?? {};
  if (typeof scenario !== 'object') throw new Error('the schema has no ScenarioDeclaration');
  const workload = scenario.properties?.['workload'];
  if (typeof workload !== 'object') throw new Error('a scenario has no workload');
  return {
    ...schema,
    definitions: {
      ScenarioDeclaration: {
        ...scenario,
        properties: { ...scenario.properties, workload: { ...workload, enum: [...workloadNames] } },
        allOf: workloads.map(conditionOf),
      },
      ...others,
    },
  };
}

/** What a scenario with this workload, and its clients in this place, may have. */
function conditionOf({ name, clientsOn, parameters, definitions }: Workload): Schema {
  const load: Schema = clientsOn === 'host' ? { const: 'host' } : { not: { const: 'host' } };
  const twofold = hostLoads.some((known) => known === name);
  return {
    if: {
      properties: { workload: { const: name }, ...(twofold ? { load } : {}) },
      required: ['workload', ...(clientsOn === 'host' ? ['load'] : [])],
    },
    then: {
      properties: {
        ...(twofold ? {} : { load: { const: 'guest' } }),
        parameters: {
          properties: Object.fromEntries(
            Object.entries(parameters).map(
              ([key, { summary, minimum, maximum, ...rest }]): [string, Schema] => [
                key,
                { type: 'integer', description: summary, minimum, maximum, default: rest.default },
              ],
            ),
          ),
          additionalProperties: false,
        },
        metrics: {
          items: {
            properties: {
              // Editors show the second beside the first; it is no keyword of JSON Schema, and validators pass over it.
              name: {
                enum: Object.keys(definitions),
                ...{
                  markdownEnumDescriptions: Object.values(definitions).map(({ definition }) => definition),
                },
              },
            },
          },
        },
      },
    },
  };
}
