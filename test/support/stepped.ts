// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { RemoteCommand, RemoteShell } from '../../harness/remote/types.js';
import { isScript } from './posix-shells.js';

/** What happens to a script at the step that is meant: it is killed, or it waits until it may go on. */
type Fate = 'killed' | 'held up';

/** What every step of a script calls; it leaves `$?` as it is. */
const STEP: Readonly<Record<Fate, string>> = {
  killed: 'kill -KILL $$',
  'held up': 'while test -e "$LUPINE_STEP_WAIT"; do sleep 0.01; done',
};

const known = new Map<string, string>();

/** A script with a step behind each of its lines that can have one. */
function stepped(script: string, fate: Fate): string {
  const key = `${fate} ${script}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const lines = script.split('\n');
  let text: string | undefined;
  const places = lines.map((line, at) => {
    if (text !== undefined) {
      // A step behind the last line of a text is part of the script again.
      if (line !== text) return false;
      text = undefined;
    } else {
      text = /<<(\w+)$/.exec(line)?.[1];
      if (text !== undefined) return false;
    }
    return isScript([...lines.slice(0, at + 1), 'step', ...lines.slice(at + 1)].join('\n'));
  });
  const body = lines.flatMap((line, at) => (places[at] === true ? [line, 'step'] : [line])).join('\n');
  const step = `step() {
  step_status=$?
  step_count=$((step_count + 1))
  if test "$step_count" = "$LUPINE_STEP"; then
    : >"$LUPINE_STEP_AT"
    ${STEP[fate]}
  fi
  return $step_status
}
step_count=0
${body}`;
  known.set(key, step);
  return step;
}

/** How the steps of one host are driven. */
export interface Steps {
  shell: RemoteShell;
  /** The next script meets its fate at this step, counted from 1. */
  at: (step: number) => Promise<void>;
  /** Waits until it does, or until the script has ended. */
  reached: (script: Promise<unknown>) => Promise<boolean>;
  /** Whether it did. */
  was: () => boolean;
  /** Lets it go on. */
  goOn: () => Promise<void>;
}

/**
 * A host whose scripts are interrupted between any two of their lines.
 * @param host makes the host, with these variables in the environment of its scripts.
 */
export async function inSteps(
  dir: string,
  fate: Fate,
  host: (env: Record<string, string>) => Promise<RemoteShell>,
): Promise<Steps> {
  const [at, wait] = [join(dir, 'step at'), join(dir, 'step wait')];
  let step = 0;
  const under = async (): Promise<RemoteShell> =>
    await host({ LUPINE_STEP: `${step}`, LUPINE_STEP_AT: at, LUPINE_STEP_WAIT: wait });
  const { name } = await under();
  return {
    shell: {
      name,
      run: async (command: RemoteCommand) =>
        await (await under()).run({ ...command, script: stepped(command.script, fate) }),
      close: () => Promise.resolve(),
    },
    at: async (next) => {
      step = next;
      await rm(at, { force: true });
      await writeFile(wait, '');
    },
    reached: async (script) => {
      const end = new AbortController();
      const stop = (): void => end.abort();
      script.then(stop, stop);
      while (!existsSync(at) && !end.signal.aborted) await setTimeout(5);
      return existsSync(at);
    },
    was: () => existsSync(at),
    goOn: async () => await rm(wait, { force: true }),
  };
}
