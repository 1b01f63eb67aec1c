// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { ESLint } from 'eslint';
import ts from 'typescript';
import { packagePath, packageRoot } from '../../harness/core/paths.js';

/** What the compiler and the linter say, by line of code. */
export interface Faults {
  compiler: ReadonlyMap<string, string>;
  linter: ReadonlyMap<string, string>;
}

/** A real file: the linter knows its types only of those. Its own text is not looked at. */
const FILE = packagePath('harness', 'workflow', 'session.ts');

const BEFORE = `import { join } from 'node:path';
import { toCsv } from '../core/csv.js';
import { usageError } from '../core/errors.js';
import { writeAtomic } from '../core/files.js';
import { type Foreign, rawText, says } from '../core/foreign.js';
import { timerMs, wholeNumber } from '../core/numbers.js';
import { ownValue } from '../core/own.js';
import { printable } from '../core/printable.js';
import { forTerminal } from '../core/sinks.js';
import { runTool } from '../core/tool.js';
import type { Progress } from '../core/progress.js';
import { html, Markup } from '../report/html/markup.js';
import { Markdown, marked, table } from '../report/markdown/markdown.js';
declare const said: Foreign;
declare const session: { print: (text: string) => void; progress: Progress };
declare const error: unknown;
declare const name: string, word: string;
declare const words: Record<string, string>;
declare const milliseconds: number;
declare const go: () => void;
declare const use: (...values: unknown[]) => void;
`;

/** Compiles and lints these lines, each a function of its own, as if a file of \`harness/\` had them. */
export async function faultyLines(lines: readonly string[]): Promise<Faults> {
  const own = lines.map((line, index) => `export function case${index}(): void { ${line} }\n`).join('');
  const text = BEFORE + own;
  const first = BEFORE.split('\n').length;
  const byLine = (faults: readonly { line: number; said: string }[]): Map<string, string> => {
    const outside = faults.find(({ line }) => line < first);
    if (outside !== undefined) throw new Error(`the lines before: ${outside.said}`);
    const found = new Map<string, string>();
    for (const { line, said } of faults) {
      const code = lines[line - first] ?? '';
      found.set(code, `${found.get(code) ?? ''} ${said}`);
    }
    return found;
  };
  return { compiler: byLine(await compile(text)), linter: byLine(await lint(text)) };
}

interface Fault {
  line: number;
  said: string;
}

async function compile(text: string): Promise<Fault[]> {
  const config = packagePath('tsconfig.json');
  const json: unknown = ts.parseConfigFileTextToJson(config, await readFile(config, 'utf8')).config;
  const { options } = ts.parseJsonConfigFileContent(json, ts.sys, packageRoot);
  const settings = { ...options, noEmit: true, incremental: false, noUnusedLocals: false };
  delete settings.tsBuildInfoFile;
  const host = ts.createCompilerHost(settings);
  const read = host.readFile.bind(host);
  host.readFile = (path) => (path === FILE ? text : read(path));
  const getSource = host.getSourceFile.bind(host);
  host.getSourceFile = (path, target) =>
    path === FILE ? ts.createSourceFile(path, text, target) : getSource(path, target);
  const program = ts.createProgram([FILE], settings, host);
  const source = program.getSourceFile(FILE);
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
    (one) => ({
      line: (source?.getLineAndCharacterOfPosition(one.start ?? 0).line ?? 0) + 1,
      said: ts.flattenDiagnosticMessageText(one.messageText, ' '),
    }),
  );
}

/** What the linter finds in such lines too: it is not what they are about. */
const STYLE = /no-unused-vars|no-unsafe|no-unnecessary|prefer-|optimal|no-useless/;

async function lint(text: string): Promise<Fault[]> {
  const [result] = await new ESLint({ cwd: packageRoot }).lintText(text, { filePath: FILE });
  const messages = result?.messages ?? [];
  return messages
    .filter(({ ruleId }) => !STYLE.test(ruleId ?? ''))
    .map(({ line, ruleId }) => ({ line, said: ruleId ?? 'a fault of syntax' }));
}
