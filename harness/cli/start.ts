// SPDX-License-Identifier: Apache-2.0
import { userFolder } from '../core/invocation.js';
import { exitCodeOf, failureText } from './failure.js';
import { createProgram } from './program.js';
import { createSession } from './session.js';

/**
 * Runs the program on the process's own arguments and streams, and sets its exit code. Whatever is thrown, also where
 * nobody waits for it, ends in a message and the exit code of a failure: Node's own would be 1, which is a verdict.
 */
export async function start(host: NodeJS.Process): Promise<void> {
  const session = createSession(host);
  const fail = (error: unknown): void => {
    session.progress.end();
    host.stderr.write(failureText(error, session));
    host.exitCode = exitCodeOf(error, session);
  };
  const failAtOnce = (error: unknown): void => {
    fail(error);
    host.exit();
  };
  host.on('uncaughtException', failAtOnce);
  host.on('unhandledRejection', failAtOnce);
  try {
    // Paths that the user gives, and paths that are shown, are meant from where the user is.
    host.chdir(userFolder(host.env, host.cwd()));
    host.exitCode = await (await createProgram(session)).run(host.argv.slice(2));
  } catch (error) {
    fail(error);
  } finally {
    session.dispose();
  }
}
