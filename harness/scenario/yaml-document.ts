// SPDX-License-Identifier: Apache-2.0
import { Composer, type Document, Lexer, LineCounter, Parser, isAlias, isMap, isScalar, visit } from 'yaml';
import { printable } from '../core/printable.js';
import type { Said } from './messages.js';

/** Longest YAML file, bytes: ten times the longest of this program. */
export const LONGEST_YAML = 256 * 1024;

/** Deepest nesting, counted in what the parser has open at a time: about three for a level. */
const DEEPEST = 64;

/** Values as JSON has them, whatever version a file says it is; keys are looked at here, in linear time. */
const PLAIN = { schema: 'core', resolveKnownTags: false, prettyErrors: false, uniqueKeys: false } as const;

/** Something that no file may have, whatever it is for. */
export interface YamlFault extends Said {
  code: 'YAML_SYNTAX' | 'YAML_LIMIT';
  /** Where, in characters from the beginning. */
  offset: number;
}

/** A parsed file. */
export interface ParsedYaml {
  document: Document.Parsed;
  value: unknown;
}

/**
 * Parses YAML in time and memory that grow with its length only: nesting is looked at before anything is made of it, aliases
 * may not multiply, and no key is compared with every other.
 * @param lines learns where lines begin.
 */
export function parseYaml(text: string, lines: LineCounter): ParsedYaml | YamlFault {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  const tooDeep: YamlFault[] = [];
  const composer = new Composer({ ...PLAIN, lineCounter: lines });
  const [document, second] = composer.compose(tokensOf(parser, text, tooDeep), true, text.length);
  const [deep] = tooDeep;
  if (deep !== undefined) return deep;
  if (document === undefined) return syntaxFault('it has no document', 0);
  const [syntax] = document.errors;
  if (syntax !== undefined) return syntaxFault(syntax.message, syntax.pos[0]);
  if (second !== undefined) return syntaxFault('it has more than one document', second.range[0]);
  return nodeFault(document) ?? valueOf(document);
}

/** The tokens of a text; none behind the place where it nests too deeply. */
function* tokensOf(parser: Parser, text: string, faults: YamlFault[]): ReturnType<Parser['parse']> {
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length <= DEEPEST) continue;
    faults.push({
      ...{
        code: 'YAML_LIMIT',
        offset: parser.offset,
        message: 'lists and maps stand in each other too deeply.',
      },
      next: 'Write it flatter; no file of this program has more than six levels.',
    });
    return;
  }
  yield* parser.end();
}

function syntaxFault(what: string, offset: number): YamlFault {
  return {
    ...{ code: 'YAML_SYNTAX', offset },
    message: `not valid YAML: ${what}.`,
    next: 'Correct the syntax at that place.',
  };
}

/** A key that stands twice or is no word, or an alias of nothing. */
function nodeFault(document: Document.Parsed): YamlFault | undefined {
  const anchors = new Set<string>();
  let fault: YamlFault | undefined;
  visit(document, {
    Node: (_key, node, path) => {
      const offset = node.range?.[0] ?? 0;
      if (isAlias(node)) {
        const inside = path.some((one) => 'anchor' in one && one.anchor === node.source);
        if (anchors.has(node.source) && !inside) return undefined;
        fault = syntaxFault(`nothing before is called "&${printable(node.source, 80)}"`, offset);
        return visit.BREAK;
      }
      if (node.anchor !== undefined) anchors.add(node.anchor);
      fault = isMap(node) ? keyFault(node.items) : undefined;
      return fault === undefined ? undefined : visit.BREAK;
    },
  });
  return fault;
}

function keyFault(items: readonly { key: unknown }[]): YamlFault | undefined {
  const seen = new Set<string>();
  for (const { key } of items) {
    if (key !== null && !isScalar(key))
      return syntaxFault('a key is a list, a map or an alias', offsetOf(key));
    const name = String(key?.value);
    if (seen.has(name)) {
      return {
        ...{ code: 'YAML_SYNTAX', offset: key?.range?.[0] ?? 0 },
        message: `key "${printable(name, 80)}" stands twice in the same map.`,
        next: 'Keep one of the two.',
      };
    }
    seen.add(name);
  }
  return undefined;
}

function offsetOf(node: unknown): number {
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
  return Array.isArray(range) ? Number(range[0]) : 0;
}

function valueOf(document: Document.Parsed): ParsedYaml | YamlFault {
  try {
    return { document, value: document.toJS() };
  } catch (error) {
    if (!(error instanceof ReferenceError)) return syntaxFault(printable(String(error), 200), 0);
    return {
      ...{ code: 'YAML_LIMIT', offset: 0 },
      message: 'its aliases make far more of it than is written.',
      next: 'Write out what the aliases stand for.',
    };
  }
}
