// SPDX-License-Identifier: Apache-2.0
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { packagePath } from '../../harness/core/paths.js';

/** Texts of any form, and why each is safe. Whoever adds one says where it ends up. */
export const REVIEWED: Readonly<Record<string, string>> = {
  'app AppFile.content': 'bytes of a file in the guest; nothing on the host reads them',
  'app TcpCheck.send':
    'bytes for a socket in the guest; in the job each byte but printable ASCII is written as %xx',
  'app Expectation.exact': 'bytes to compare with; in the job as those that are sent',
  'app Expectation.prefix': 'as exact',
  'app Expectation.contains': 'as exact',
  'app Expectation.suffix': 'as exact',
  'project ProjectFile.systems (names)': 'projectFault looks at them, to say what a name becomes',
};

/** Schemas of the files of a run, whose texts are foreign to their end: they reach sinks only, each by its own function. */
const RUN = 'run-';

/** Places of all schemas of YAML files where a text, or a name of a map, has neither pattern nor list of values. */
export async function anyTexts(): Promise<string[]> {
  const folder = packagePath('harness', 'schema');
  const places: string[] = [];
  for (const file of (await readdir(folder)).filter((name) => !name.startsWith(RUN)).sort()) {
    const schema = JSON.parse(await readFile(join(folder, file), 'utf8')) as Node;
    const name = file.replace('.schema.json', '');
    for (const [type, definition] of Object.entries(schema['definitions'] ?? {})) {
      places.push(...textsIn(definition as Node, type).map((place) => `${name} ${place}`));
    }
  }
  return places;
}

type Node = Record<string, unknown>;

/** Keywords whose schemas say more of a value that another one has described. */
const CONDITIONS = ['if', 'then', 'else', 'not', 'allOf', 'propertyNames'];

/** {@link anyTexts} of one definition. */
export function textsIn(node: Node, at: string): string[] {
  const places: string[] = [];
  const types = [node['type']].flat();
  const bounded = ['pattern', 'enum', 'const', 'format'].some((keyword) => keyword in node);
  if (types.includes('string') && !bounded) places.push(at);
  if (isNode(node['additionalProperties']) && !('propertyNames' in node)) places.push(`${at} (names)`);
  for (const [key, value] of Object.entries(node)) {
    if (CONDITIONS.includes(key)) continue;
    if (key === 'properties') {
      for (const [name, property] of Object.entries(value as Node))
        places.push(...textsIn(property as Node, `${at}.${name}`));
    } else if (Array.isArray(value)) places.push(...value.filter(isNode).flatMap((one) => textsIn(one, at)));
    else if (isNode(value)) places.push(...textsIn(value, at));
  }
  return places;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
