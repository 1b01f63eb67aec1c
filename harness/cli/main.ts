#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
import { userFolder } from '../core/invocation.js';
import { failureText, exitCodeOf } from './failure.js';
import { createProgram } from './program.js';
import { createSession } from './session.js';

const session = createSession(process);
try {
  // Paths that the user gives, and paths that are shown, are meant from where the user is.
  process.chdir(userFolder(process.env, process.cwd()));
  process.exitCode = await (await createProgram(session)).run(process.argv.slice(2));
} catch (error) {
  session.progress.end();
  const text = failureText(error, session);
  if (text !== '') process.stderr.write(text);
  process.exitCode = exitCodeOf(error, session);
} finally {
  session.dispose();
}
