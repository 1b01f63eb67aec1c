// SPDX-License-Identifier: Apache-2.0
import { isAnyString, membersOf, typesOf } from './types.js';

/**
 * Refuses `table[name]` and `name in table` where the table is a plain object and the name any text: under names such as
 * `constructor` every object inherits something, and `__proto__` changes the table itself.
 */
export default {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      index: 'A name may be one that every object inherits: use ownValue(), a Map or Object.fromEntries().',
      in: 'A name may be one that every object inherits: use Object.hasOwn().',
    },
  },
  create(context) {
    const { checker, at } = typesOf(context);
    const isTable = (node) =>
      membersOf(at(node)).some((type) =>
        checker.getIndexInfosOfType(type).some(({ keyType }) => isAnyString(keyType)),
      );
    return {
      MemberExpression(node) {
        if (!node.computed || hasOwnStart(node.property) || !isAnyString(at(node.property))) return;
        if (isTable(node.object)) context.report({ node, messageId: 'index' });
      },
      BinaryExpression(node) {
        if (node.operator !== 'in' || node.left.type === 'PrivateIdentifier') return;
        if (isAnyString(at(node.left))) context.report({ node, messageId: 'in' });
      },
    };
  },
};

/** A template with a text of ours in it is never such a name. */
function hasOwnStart(node) {
  return (
    node.type === 'TemplateLiteral' &&
    /[^a-zA-Z_]/.test(node.quasis.map(({ value }) => value.cooked).join(''))
  );
}
