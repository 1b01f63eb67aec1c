// SPDX-License-Identifier: Apache-2.0
import {
  AnnotatedType,
  type BaseType,
  EnumType,
  type MutableParser,
  StringType,
  type SubNodeParser,
} from 'ts-json-schema-generator';
import ts from 'typescript';
import { workloadNames } from '../../harness/workload/registry.js';

/** What the generator needs to be told: JSON has no whole numbers without end, and the workloads' names are found at run time. */
export function withOwnTypes(parser: MutableParser): void {
  parser.addNodeParser(
    parserFor(
      ({ kind }) => kind === ts.SyntaxKind.BigIntKeyword,
      // As `prettyJson` writes them.
      () => new AnnotatedType(new StringType(), { pattern: '^(0|-?[1-9][0-9]{0,39})$' }, false),
    ),
  );
  parser.addNodeParser(
    parserFor(
      (node) => ts.isTypeReferenceNode(node) && node.typeName.getText() === 'WorkloadName',
      () => new EnumType('workload-name', [...workloadNames]),
    ),
  );
}

function parserFor(supportsNode: (node: ts.Node) => boolean, createType: () => BaseType): SubNodeParser {
  return { supportsNode, createType };
}
