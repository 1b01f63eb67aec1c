// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

/** A line of code that a patch added, to be dropped. */
export interface Mutation {
  /** The file, from the root of the source. */
  path: string;
  /** Number of the line, from 1. */
  line: number;
  text: string;
  /** Tells it from all others, of other versions of the file too. */
  key: string;
}

/** Lines that say nothing to a machine, or without which a file is not C or assembly. */
const NO_CODE =
  /^\s*(?:$|\/\*|\*|\/\/|#|[{}()]*;?$|\.macro\b|\.endm\b|\.(?:text|code64)\b|SYM_|_ASM_NOKPROBE|\.L\w+(?:\\@)?:$)|^\w[\w *]*\([^;]*$/;

/** Begins the part of a file that a kernel with the option does not have. */
const OFF = '#else /* !CONFIG_KERNEL_MODE_LINUX';

/** A hunk without context: where its added lines begin, and how many they are. */
const HUNK = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/;

/** Files of code below arch/x86 that differ between two sources. */
async function changed(original: string, patched: string): Promise<string[]> {
  const words = ['-rq', '--no-dereference', '-N', join(original, 'arch/x86'), join(patched, 'arch/x86')];
  const { stdout } = await execa('diff', words, { reject: false });
  return stdout
    .split('\n')
    .flatMap((line) => /^Files \S+ and (\S+\.[chS]) differ$/.exec(line)?.[1] ?? [])
    .map((path) => path.slice(patched.length + 1))
    .sort();
}

/** The lines of code that one source has more than the other, as those of a patch. */
export async function addedCode(original: string, patched: string): Promise<Mutation[]> {
  const found: Mutation[] = [];
  for (const path of await changed(original, patched)) {
    const words = ['-U0', '-N', join(original, path), join(patched, path)];
    const { stdout } = await execa('diff', words, { reject: false });
    const text = await readFile(join(patched, path), 'utf8');
    const version = createHash('sha256').update(text).digest('hex').slice(0, 16);
    const lines = text.split('\n');
    for (const [, start, count = '1'] of stdout.split('\n').flatMap((line) => {
      const match = HUNK.exec(line);
      return match === null ? [] : [match];
    }))
      for (let line = Number(start); line < Number(start) + Number(count); line += 1) {
        const code = lines[line - 1] ?? '';
        if (!NO_CODE.test(code) && !insideComment(lines, line) && !isOff(lines, line))
          found.push({ path, line, text: code, key: `${version}:${line}` });
      }
  }
  return found;
}

/** Whether a line is there without the option only. */
function isOff(lines: readonly string[], line: number): boolean {
  const last = lines.slice(0, line - 1).findLast((one) => one.startsWith('#'));
  return last?.startsWith(OFF) ?? false;
}

/** Whether a line lies in a comment that began above it. */
function insideComment(lines: readonly string[], line: number): boolean {
  const above = lines.slice(0, line - 1).join('\n');
  return above.lastIndexOf('/*') > above.lastIndexOf('*/');
}

/** A text without what stands in one of its lines, which stay as many: kernels know numbers of lines, and would differ by them alone. */
export function without(text: string, line: number): string {
  const lines = text.split('\n');
  lines.splice(line - 1, 1, lines[line - 1]?.endsWith('\\') === true ? '\\' : '');
  return lines.join('\n');
}
