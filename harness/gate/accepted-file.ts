// SPDX-License-Identifier: Apache-2.0
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { isSeq, parseDocument } from 'yaml';
import { writeAtomic } from '../core/files.js';
import { requireInside } from '../core/inside.js';
import { readRegular } from '../core/regular-file.js';
import { LONGEST_YAML } from '../scenario/yaml-document.js';
import { loadYaml } from '../scenario/yaml.js';
import { isSameChange } from './accept.js';
import type { AcceptedChange, AcceptedFile } from './accepted-types.js';

/** Name of the file, in the folder of the project. */
export const ACCEPTED_FILE = 'lupine-accepted.yaml';

const HEAD = `# yaml-language-server: $schema=node_modules/lupine-bench/harness/schema/accepted.schema.json
# Changes for the worse to which somebody said yes. Each holds against the base that it names, and no longer.
accepted: []
`;

/**
 * The accepted changes of a project; none where there is no file.
 * @param dir folder of the project.
 * @throws BenchError (exit 2) with file, line and key, as {@link loadYaml}; `PATH_OUTSIDE` for a link that leads out of the folder.
 */
export async function readAccepted(dir: string): Promise<AcceptedChange[]> {
  const path = join(dir, ACCEPTED_FILE);
  if ((await lstat(path).catch(() => undefined)) === undefined) return [];
  await requireInside(path, dir);
  return (await loadYaml<AcceptedFile>(path, 'accepted')).accepted;
}

/**
 * Adds changes to the file, in the place of earlier ones about the same metric; comments stay. Gives its path.
 * @throws BenchError as {@link readAccepted}, and `DISK_FULL`, `FILE_ERROR` or `WRITE_FAILED`.
 */
export async function addAccepted(dir: string, changes: readonly AcceptedChange[]): Promise<string> {
  const path = join(dir, ACCEPTED_FILE);
  const before = await readAccepted(dir);
  const isThere = (await lstat(path).catch(() => undefined)) !== undefined;
  const text = isThere ? (await readRegular(path, { most: LONGEST_YAML })).toString('utf8') : HEAD;
  const document = parseDocument(text);
  for (const index of [...before.keys()].reverse()) {
    const entry = before[index];
    if (entry !== undefined && changes.some((change) => isSameChange(change, entry)))
      document.deleteIn(['accepted', index]);
  }
  for (const change of changes) document.addIn(['accepted'], document.createNode(change));
  const list = document.get('accepted');
  if (isSeq(list)) list.flow = false;
  await writeAtomic(path, document.toString({ lineWidth: 100 }));
  return path;
}
