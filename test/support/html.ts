// SPDX-License-Identifier: Apache-2.0
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';

type Node = DefaultTreeAdapterTypes.ChildNode;
/** An element of parsed HTML. */
export type Element = DefaultTreeAdapterTypes.Element;

/** Every element of a piece of HTML, in order. */
export function elementsOf(html: string): Element[] {
  return parseFragment(html).childNodes.flatMap(within);
}

function within(node: Node): Element[] {
  return 'tagName' in node ? [node, ...node.childNodes.flatMap(within)] : [];
}

/** The text in an element; nothing for none. */
export function textOf(node: Node | undefined): string {
  if (node === undefined) return '';
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}
