// SPDX-License-Identifier: Apache-2.0
import { dirname, join, relative } from 'node:path';
import { readBelow } from '../../core/confined.js';
import { findProjectFile } from '../../environment/project.js';
import type { MetricComparison } from '../../gate/types.js';
import type { AnnotationPlace } from '../../report/gate/github.js';

/** Longest scenario file that is looked through, bytes. */
const LONGEST = 1024 * 1024;

/** What separates words in a scenario file. */
const BETWEEN = /[\s,:{}[\]'"]/;

/** Where a metric is asked for. */
export type PlaceOf = (
  metric: Pick<MetricComparison, 'scenario' | 'metric'>,
) => Promise<AnnotationPlace | undefined>;

/**
 * Finds the line of a scenario file that asks for a metric: what a reader can change. Where the project has no such file, its own file
 * is named.
 * @param folder in which the user is.
 * @param root the checkout, from which CI counts paths.
 */
export function placesIn(folder: string, root: string): PlaceOf {
  const project = findProjectFile(folder);
  const files = new Map<string, string[]>();
  return async ({ scenario, metric }) => {
    if (project === undefined) return undefined;
    const dir = dirname(project);
    const path = `scenarios/${scenario}.yaml`;
    const lines = files.get(path) ?? (await linesOf(dir, path));
    files.set(path, lines);
    if (lines.length === 0) return { file: relative(root, project), line: 1 };
    const index = lines.findIndex((line) => line.split(BETWEEN).includes(metric));
    return { file: relative(root, join(dir, path)), line: index < 0 ? 1 : index + 1 };
  };
}

/** Lines of a file; none of one that is not there, or that cannot be read: an annotation without them is better than none. */
async function linesOf(dir: string, path: string): Promise<string[]> {
  const bytes = await readBelow(dir, path, LONGEST).catch(() => undefined);
  return bytes === undefined ? [] : bytes.toString('utf8').split('\n');
}
