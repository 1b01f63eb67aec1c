#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
import { failureText, exitCodeOf } from './failure.js';
import { createProgram } from './program.js';
import { createSession } from './session.js';

const session = createSession(process);
try {
  process.exitCode = await (await createProgram(session)).run(process.argv.slice(2));
} catch (error) {
  session.progress.end();
  const text = failureText(error, session);
  if (text !== '') process.stderr.write(text);
  process.exitCode = exitCodeOf(error, session);
} finally {
  session.dispose();
}
