// SPDX-License-Identifier: Apache-2.0
import type { SourceList } from '../rootfs/private-apt.js';

/**
 * Turns apt's own lists into lists of the source packages on the same servers, with the same keys. A machine that builds
 * nothing has no `deb-src` entries, and its own lists are not ours to change.
 */
export function sourcePackageLists(lists: readonly SourceList[]): SourceList[] {
  return lists.flatMap(({ name, text }) => {
    const derived = name.endsWith('.sources') ? paragraphs(text) : lines(text);
    return derived === '' ? [] : [{ name, text: derived }];
  });
}

function lines(text: string): string {
  const sources = text.split('\n').flatMap((line) => {
    const found = /^\s*deb(?:-src)?([\s[].*)$/.exec(line);
    return found === null ? [] : [`deb-src${found[1] ?? ''}\n`];
  });
  return [...new Set(sources)].join('');
}

/** A paragraph ends at an empty line; comments may stand in the middle of one. */
function paragraphs(text: string): string {
  const plain = text.replace(/^#.*\n?/gm, '');
  const sources = plain.split(/\n\s*\n/).flatMap((paragraph) => {
    const types = /^Types:(.*(?:\n[ \t].*)*)$/im.exec(paragraph);
    if (types === null || !/\bdeb\b/.test(types[1] ?? '')) return [];
    return [`${paragraph.replace(types[0], 'Types: deb-src').trim()}\n`];
  });
  return [...new Set(sources)].join('\n');
}
