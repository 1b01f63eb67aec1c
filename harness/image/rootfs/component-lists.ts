// SPDX-License-Identifier: Apache-2.0
import type { SourceList } from './private-apt.js';

/** The component that every archive of a distribution has; archives of single programs often have it too. */
const MAIN = 'main';

/**
 * Turns apt's own lists into lists of the packages that the same servers have in these components too, with the same
 * keys. Sources without the component `main` are no archives of a distribution and stay as they are.
 */
export function componentLists(lists: readonly SourceList[], components: readonly string[]): SourceList[] {
  return lists.flatMap(({ name, text }) => {
    const derived = name.endsWith('.sources') ? paragraphs(text, components) : lines(text, components);
    return derived === '' ? [] : [{ name, text: derived }];
  });
}

/** `deb [options] URI suite component...`, and perhaps a comment. */
function lines(text: string, components: readonly string[]): string {
  const sources = text.split('\n').flatMap((line) => {
    // Behind a space or at the beginning; an address may have the sign in it.
    const source = line.split(/(?<!\S)#/)[0] ?? '';
    const found = /^\s*deb(\s+(?:\[[^\]]*\]\s*)?\S+\s+\S+)(?:\s(.*))?$/.exec(source);
    if (found === null) return [];
    const [, head = '', own = ''] = found;
    return [`deb${head} ${more(own, components)}`.trimEnd() + '\n'];
  });
  return [...new Set(sources)].join('');
}

/** A paragraph ends at an empty line; comments may stand in the middle of one. */
function paragraphs(text: string, components: readonly string[]): string {
  const plain = text.replace(/^#.*\n?/gm, '');
  const sources = plain.split(/\n\s*\n/).flatMap((paragraph) => {
    const types = /^Types:(.*(?:\n[ \t].*)*)$/im.exec(paragraph);
    if (types === null || !/\bdeb\b(?!-)/.test(types[1] ?? '')) return [];
    const packages = paragraph
      .replace(types[0], 'Types: deb')
      .replace(
        /^Components:(.*(?:\n[ \t].*)*)$/im,
        (_, own: string) => `Components: ${more(own, components)}`,
      );
    return [`${packages.trim()}\n`];
  });
  return [...new Set(sources)].join('\n');
}

function more(own: string, components: readonly string[]): string {
  const words = own.split(/\s+/).filter((word) => word !== '');
  return [...new Set(words.includes(MAIN) ? [...words, ...components] : words)].join(' ');
}
