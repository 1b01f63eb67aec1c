// SPDX-License-Identifier: Apache-2.0
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeBelow } from '../../core/confined.js';
import type { ExitCode } from '../../core/errors.js';
import { prettyJson } from '../../core/json.js';
import { ownValue } from '../../core/own.js';
import { displayPath } from '../../core/paths.js';
import { reasonOf } from '../../core/reason.js';
import { sealedJson } from '../../core/seal.js';
import { COMPARISON_FILE } from '../../gate/file.js';
import type { ComparisonFormat } from '../../gate/formats.js';
import type { ComparisonDocument } from '../../gate/types.js';
import type { Session } from '../session.js';
import { placesIn } from './places.js';

/** How the user wants to see it. */
export interface ShowWishes {
  json?: boolean | undefined;
  format?: ComparisonFormat | undefined;
}

/** Characters that GitHub takes in the summary of a step. */
const LONGEST_SUMMARY = 1024 * 1024 - 1024;

/** Bytes that GitHub takes in a comment. */
const LONGEST_COMMENT = 65_536 - 1024;

/**
 * Prints a comparison and keeps it as `comparison.json`. With `github` there are annotations too, and summary and outputs of
 * the step where the runner named a file for them (`GITHUB_STEP_SUMMARY`, `GITHUB_OUTPUT`), and the text of a comment where the
 * action did (`LUPINE_COMMENT_FILE`).
 * @param dir folder of the head's run; missing where nothing was measured.
 * @returns its exit code.
 */
export async function showComparison(
  document: ComparisonDocument,
  dir: string | undefined,
  { json = false, format = json ? 'json' : 'text' }: ShowWishes,
  session: Session,
): Promise<ExitCode> {
  session.progress.end();
  if (dir !== undefined) await writeBelow(dir, COMPARISON_FILE, sealedJson(document));
  if (format === 'json') session.print(prettyJson(document));
  else if (format === 'gitlab' || format === 'junit') {
    session.print((await import('../../report/gate/junit.js')).comparisonJunit(document));
  } else {
    const { renderTerminalComparison } = await import('../../report/gate/terminal.js');
    session.printReport(renderTerminalComparison(document, { color: session.color, width: session.width }));
    if (dir !== undefined) session.print(`\ncomparison: ${displayPath(join(dir, COMPARISON_FILE))}\n`);
  }
  if (format === 'github') await tellGithub(document, dir, session);
  return document.exit;
}

async function tellGithub(
  document: ComparisonDocument,
  dir: string | undefined,
  session: Session,
): Promise<void> {
  const [{ githubAnnotations, githubOutputs }, { comparisonMarkdown }] = await Promise.all([
    import('../../report/gate/github.js'),
    import('../../report/gate/markdown.js'),
  ]);
  const placeOf = placesIn(process.cwd(), ownValue(process.env, 'GITHUB_WORKSPACE') ?? process.cwd());
  session.printCommands(await githubAnnotations(document, placeOf));
  const files = [
    { name: 'GITHUB_STEP_SUMMARY', text: comparisonMarkdown(document, LONGEST_SUMMARY) },
    { name: 'LUPINE_COMMENT_FILE', text: comparisonMarkdown(document, LONGEST_COMMENT) },
    { name: 'GITHUB_OUTPUT', text: githubOutputs(document, dir) },
  ];
  for (const { name, text } of files) {
    const file = ownValue(process.env, name) ?? '';
    if (file === '') continue;
    // What the runner is told beside it must not change the verdict.
    await appendFile(file, text).catch((error: unknown) => {
      session.progress.note(`warning: the file of ${name} cannot be written: ${reasonOf(error)}`);
    });
  }
}
