// SPDX-License-Identifier: Apache-2.0
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

// At the beginning of a line only: the words stand in help texts, too.
const BLOCK = /^(if|menu|choice)\b(.*)$/;
const END = /^end(?:if|menu|choice)\b/;
const DECLARATION = /^\s*(?:menu)?config\s+(\w+)/;
const DEPENDS = /^\s+depends on\s(.*)$/;

/**
 * What options need, as the Kconfig files of a source say it: by option, every name in its `depends on` and in the blocks
 * of its file around it. A reading for people, not Kconfig's own: it does not tell `&&` from `||` or `!`, and does not
 * follow `source`.
 * @param arch folder below `arch/` that counts; the others are left out.
 */
export async function kconfigNeeds(source: string, arch = 'x86'): Promise<Map<string, string[]>> {
  const entries = await readdir(source, { recursive: true, withFileTypes: true });
  const needs = new Map<string, string[]>();
  for (const entry of entries) {
    if (!entry.isFile() || !entry.name.startsWith('Kconfig')) continue;
    const path = join(entry.parentPath, entry.name);
    const [top, machine] = path.slice(source.length).split('/').filter(Boolean);
    if (top === 'arch' && machine !== arch && machine !== entry.name) continue;
    for (const [name, found] of needsIn(await readFile(path, 'utf8'))) {
      needs.set(name, [...new Set([...(needs.get(name) ?? []), ...found])]);
    }
  }
  return needs;
}

/** {@link kconfigNeeds} of one file's text. */
export function needsIn(text: string): Map<string, string[]> {
  const needs = new Map<string, string[]>();
  const blocks: string[][] = [];
  // Where a `depends on` belongs: to the option before it, or to the block when it follows its first line.
  let target: string[] | undefined;
  for (const line of text.replaceAll('\\\n', ' ').split('\n')) {
    const [, option] = DECLARATION.exec(line) ?? [];
    const [, kind, condition = ''] = BLOCK.exec(line) ?? [];
    const [, depends] = DEPENDS.exec(line) ?? [];
    if (option !== undefined) {
      target = [...blocks.flat(), ...(needs.get(option) ?? [])];
      needs.set(option, target);
    } else if (END.test(line)) {
      blocks.pop();
      target = undefined;
    } else if (kind !== undefined) {
      target = kind === 'if' ? namesIn(condition) : [];
      blocks.push(target);
    } else if (depends !== undefined) target?.push(...namesIn(depends));
  }
  return needs;
}

function namesIn(expression: string): string[] {
  return expression.replace(/"[^"]*"|#.*/g, '').match(/\b[A-Z0-9]\w*/g) ?? [];
}
