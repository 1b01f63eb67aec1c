#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0

// Imports nothing before it can say so: a package that is missing, or code that this Node does not know, must not end
// the process with Node's own exit code, 1, which means a regression.
const COULD_NOT_MEASURE = 3;

try {
  const { start } = await import('./start.js');
  await start(process);
} catch (error) {
  const why = error instanceof Error ? error.message : String(error);
  // Said without the functions that make text safe for a terminal: they may be what is missing.
  const words = why.replace(/[^\x20-\x7e]/g, '?');
  process.stderr.write(`error START: lupine-bench could not be loaded: ${words}\n`);
  process.stderr.write('  next: check `node --version` (20.19 or later) and run `make setup`.\n');
  process.exitCode = COULD_NOT_MEASURE;
}
