// SPDX-License-Identifier: Apache-2.0
import { EXIT, measureError } from '../core/errors.js';
import { isFull } from '../core/files.js';
import { reasonOf } from '../core/reason.js';
import type { Session } from '../workflow/session.js';
import { type Progress, silent } from '../core/progress.js';
import { columnsOf } from './columns.js';
import { failureText } from './failure.js';
import { colouredText, resultText } from './result-text.js';
import { terminalProgress } from './terminal-progress.js';

/** A session of the command line. */
export interface CliSession extends Session {
  /** Applies the options that every command has. */
  configure(options: { quiet?: boolean; color?: boolean; allowEmulated?: boolean }): void;
  /** Takes the signal handlers away. */
  dispose(): void;
}

/** A session on the process's own streams. */
export function createSession(host: NodeJS.Process): CliSession {
  const stop = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    if (stop.signal.aborted) host.exit(EXIT.interrupted);
    stop.abort(new DOMException(`stopped by ${name}`, 'AbortError'));
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) host.on(name, onSignal);
  // A reader that has seen enough (`| head`) or a terminal that went away is no error, and no reason to stop measuring.
  const gone = ({ code }: NodeJS.ErrnoException): boolean => code === 'EPIPE' || code === 'EIO';
  host.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (gone(error)) return;
    host.stderr.write(failureText(outputError(error, session), session));
    host.exit(EXIT.couldNotMeasure);
  });
  host.stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (!gone(error)) host.exit(EXIT.couldNotMeasure);
  });
  const noColor = (host.env['NO_COLOR'] ?? '') !== '';
  const session: CliSession = {
    signal: stop.signal,
    progress: silent,
    color: host.stdout.isTTY && !noColor,
    width: columnsOf(host.stdout),
    hint: '',
    print: (text) => {
      host.stdout.write(resultText(text));
    },
    printReport: (text) => {
      host.stdout.write(colouredText(text));
    },
    printCommands: (text) => {
      host.stdout.write(text);
    },
    configure: ({ quiet, color, allowEmulated }) => {
      session.emulated = allowEmulated === true ? 'allowed' : 'refused';
      if (color === false) session.color = false;
      session.progress = quiet === true ? silent : progressOn(host, color !== false && !noColor);
    },
    dispose: () => {
      for (const name of signals) host.off(name, onSignal);
    },
  };
  return session;
}

/** The error for a standard output that takes nothing: a full disk behind it, a file that was opened for reading. */
function outputError(error: NodeJS.ErrnoException, { hint }: Pick<Session, 'hint'>): Error {
  if (isFull(error)) {
    // Nothing to resume where nothing was run: a list, a plan, help.
    const kept = hint === '' ? '' : ` Everything measured so far is kept. Continue with: ${hint}`;
    return measureError(
      'DISK_FULL',
      `standard output could not be written: ${reasonOf(error)}.`,
      `Free space where it leads, or let it lead elsewhere, and call the command again.${kept}`,
    );
  }
  return measureError(
    'OUTPUT_UNWRITABLE',
    `standard output takes nothing: ${reasonOf(error)}.`,
    'Let it lead to a terminal, a pipe or a file that is open for writing.',
  );
}

function progressOn(host: NodeJS.Process, color: boolean): Progress {
  return terminalProgress({
    live: host.stderr.isTTY,
    color: color && host.stderr.isTTY,
    width: () => columnsOf(host.stderr),
    now: () => performance.now(),
    write: (text) => host.stderr.write(text),
  });
}
