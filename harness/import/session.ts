// SPDX-License-Identifier: Apache-2.0
import { type Foreign, foreign, rawText } from '../core/foreign.js';
import type { NumberedLine } from '../workload/printed-text.js';

/** A command that was typed, and left in the log. */
export interface Command {
  line: number;
  client: 'redis-benchmark' | 'ab' | 'wrk';
  /** Words behind the client's name. */
  args: readonly Foreign[];
}

/** A log without what did not come from a client. */
export interface Session {
  lines: NumberedLine[];
  commands: Command[];
}

/** Prompts of shells, as they stand before a command; each is bounded, so that no line takes long. */
const PROMPTS = [
  // [root@lab ~]# | root@lab:/tmp$ | user@lab ~ % | / # | ~ $ | bash-5.1$ | $ | # | %
  /^(?:\([^()]{1,60}\) ?)?(?:\[[^\]]{1,200}\]|[\w.-]{1,64}@[\w.-]{1,200}[^$#%>]{0,300}|[~/][^ $#%>]{0,300} ?|\w{0,4}sh-[0-9.]{1,9})?[$#%](?: .*)?$/,
  // PowerShell and cmd
  /^(?:PS )?[A-Z]:\\[^>]{0,300}>/,
  // set -x
  /^\+{1,9} \S/,
];

/** What measures or keeps a session prints itself. */
const AROUND = [
  /^(?:real|user|sys)[\t ]+(?:[0-9]+m)?[0-9]+[.,][0-9]+s?$/,
  /^[0-9.]+user [0-9.]+system [0-9:.]+elapsed /,
  /^\([0-9]+avgtext\+[0-9]+avgdata |^[0-9]+inputs\+[0-9]+outputs /,
  /(?<![0-9.])[0-9.]{1,12}s user [0-9.]{1,12}s system [0-9]{1,9}% cpu [0-9:.]{1,20} total$/,
  /^[0-9.]+u [0-9.]+s [0-9:.]+ [0-9.]+% /,
  /^\t[A-Z][^:]{1,60}: \S/,
  /^Script (?:started|done)(?: on |, file is )/,
  /^nohup: ignoring input/,
];

/** Marks between runs: rules, `run 3`, `=== 3 of 30 ===`, and what `date` prints. */
const MARKS = [
  /^[-=*#~_+.]{2,}$/,
  /^[-=*#]{0,20} ?(?:run|iteration|round|trial|boot)[ #:_-]{0,3}[0-9]{1,6}(?:(?: of |\/)[0-9]{1,6})?[ :.]{0,3}[-=*#]{0,20}$/i,
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? .{2,20}[0-9]{2}:[0-9]{2}:[0-9]{2}.{0,30}$/,
];

const CLIENT = /(?:^|[\s/])(redis-benchmark|ab|wrk)(?:\s(.*))?$/;
const BARE_COMMAND =
  /^(?:(?:sudo|time|nice|env|exec|timeout|taskset|numactl|chrt|docker|ip)\s.{0,300}?\s)?(?:[\w./~-]{0,200}\/)?(?:redis-benchmark|ab|wrk)\s+(?:-|.{0,300}?(?:\s-|https?:))/;

/** Takes prompts, commands, `time` and marks out of a log, and remembers the commands. */
export function readSession(lines: readonly NumberedLine[]): Session {
  const kept: NumberedLine[] = [];
  const commands: Command[] = [];
  for (const line of lines) {
    const { number } = line;
    const text = rawText(line.text);
    if (text.length > LONGEST || text.startsWith('"')) kept.push(line);
    else if (isCommand(text)) {
      const [, client, args = ''] = CLIENT.exec(text) ?? [];
      if (client === 'redis-benchmark' || client === 'ab' || client === 'wrk') {
        commands.push({ line: number, client, args: args.trim().split(/\s+/).map(foreign) });
      }
    } else if (!matches(AROUND, text) && !matches(MARKS, text)) kept.push(line);
  }
  return { lines: kept, commands };
}

/** The last of these commands above a line; by halves, because a log may have a command above each of its runs. */
export function commandAbove(commands: readonly Command[], line: number): Command | undefined {
  let [low, high] = [0, commands.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((commands[middle]?.line ?? line) < line) low = middle + 1;
    else high = middle;
  }
  return commands[low - 1];
}

/** Longer lines are nothing that a shell or `time` prints, and patterns would take long over them. */
const LONGEST = 1000;

function isCommand(text: string): boolean {
  return matches(PROMPTS, text) || BARE_COMMAND.test(text);
}

function matches(patterns: readonly RegExp[], text: string): boolean {
  return patterns.some((pattern) => pattern.test(text));
}
