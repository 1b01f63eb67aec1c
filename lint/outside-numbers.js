// SPDX-License-Identifier: Apache-2.0
import { isAnyString, typesOf } from './types.js';

const READERS = /^(?:Number|parseInt|parseFloat|BigInt)$/;

/** Refuses `Number(text)` and the like: they take hexadecimal, `Infinity`, nothing at all, and four hundred digits. */
export default {
  meta: {
    type: 'problem',
    schema: [],
    messages: { reader: 'Text from outside is read as a number by harness/core/numbers.ts only.' },
  },
  create(context) {
    const { at } = typesOf(context);
    return {
      CallExpression({ callee, arguments: [first] }) {
        const name = callee.type === 'MemberExpression' ? callee.property.name : callee.name;
        if (first === undefined || !READERS.test(name ?? '')) return;
        if (isAnyString(at(first))) context.report({ node: first, messageId: 'reader' });
      },
    };
  },
};
