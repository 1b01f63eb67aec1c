// SPDX-License-Identifier: Apache-2.0
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { attemptError } from '../../core/errors.js';
import { foreign, foreignLines, isBlank, partsOf } from '../../core/foreign.js';
import { printable } from '../../core/printable.js';
import { type AnswerFiles, BrokenOff, readAnswer } from '../keeper/answer.js';
import { oddAnswer } from '../keeper/result.js';
import { COUNTED } from './machine.js';

/** What PID 1 of a counted host says before the answer of the keeper; see `init.c`. */
const BEGINS = '\nlupine-counted 1\n';

/** It stands behind what the kernel prints, and before everything that a guest says. */
const LOOKED_AT_BYTES = 256 * 1024;

/** Last lines that a message has. */
const LINES = 3;

/**
 * Reads what a counted host said on its console of the boot that it made.
 * @throws BenchError `COUNTED_HOST_DIED`, `KEEPER_ANSWER` (exit 3, scope `attempt`) when that is no whole answer.
 */
export async function readCounted(consolePath: string, files: AnswerFiles): Promise<void> {
  const said = await beginningOf(consolePath);
  const at = said.indexOf(BEGINS);
  if (at < 0) throw diedError(said.toString('latin1'));
  const start = at + BEGINS.length;
  try {
    const state = await readAnswer(createReadStream(consolePath, { start }), files, COUNTED);
    if (state === 'ended') return;
  } catch (error) {
    if (!(error instanceof BrokenOff)) throw error;
    throw diedError(said.toString('latin1', start));
  }
  throw oddAnswer(COUNTED, 'the answer that its keeper died');
}

async function beginningOf(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LOOKED_AT_BYTES), 0, LOOKED_AT_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** The host itself failed: that says nothing about the guest. */
function diedError(said: string): Error {
  const lines = foreignLines(foreign(said)).filter((line) => !isBlank(line));
  const failed = lines.flatMap((line) => partsOf(line, /^lupine-counted failed (.*?)\r?$/)?.[1] ?? []);
  const last = (failed.length > 0 ? failed : lines.slice(-LINES)).map((line) => printable(line, 200));
  return attemptError(
    'COUNTED_HOST_DIED',
    `the counted KVM host ended without a result: ${last.length === 0 ? 'it said nothing' : last.join(' / ')}`,
    'Resume the run; should it happen again, less memory of the guest may help (`--memory`).',
  );
}
