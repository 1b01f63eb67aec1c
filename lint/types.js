// SPDX-License-Identifier: Apache-2.0
import ts from 'typescript';

/** Types of an ESLint run: what a node is for the compiler. */
export function typesOf(context) {
  const { program, esTreeNodeToTSNodeMap } = context.sourceCode.parserServices;
  const checker = program.getTypeChecker();
  return {
    checker,
    at: (node) => checker.getTypeAtLocation(esTreeNodeToTSNodeMap.get(node)),
  };
}

/** The members of a union, or the type itself. */
export function membersOf(type) {
  return type.isUnion() ? type.types : [type];
}

/** True for `string` itself, not for a union of literals. */
export function isAnyString(type) {
  return membersOf(type).some((member) => (member.flags & ts.TypeFlags.String) !== 0);
}
