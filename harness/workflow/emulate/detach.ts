// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { cacheFolder } from '../../core/cache-folder.js';
import { type ExitCode, EXIT, measureError } from '../../core/errors.js';
import { packagePath } from '../../core/paths.js';
import { printable } from '../../core/printable.js';
import { INVENTORY } from '../../host/emulated/inventory-text.js';
import { livingHosts } from '../../host/emulated/state.js';
import { sourceWords } from '../../plan/source.js';
import type { Session } from '../session.js';
import { documentOf, type EmulateWishes } from './emulate.js';
import { emulatedText } from './text.js';

/** Ends what a process prints once its hosts answer: a whole JSON document. */
const DOCUMENT_END = '\n}\n';

/** What an error says of a process that failed, characters. */
const TAIL = 1500;

/**
 * Starts emulated KVM hosts that stay when this process is gone: another one of this program has them, until `hosts stop`.
 * @throws BenchError `HOSTS_NOT_STARTED` (exit 3) with what that process said.
 */
export async function emulateDetached(wishes: EmulateWishes, session: Session): Promise<ExitCode> {
  const { progress, signal, print } = session;
  const log = join(await cacheFolder('logs'), 'hosts-emulate.log');
  const words = ['hosts', 'emulate', '--count', String(wishes.count), '--memory', String(wishes.memoryMib)];
  words.push('--processors', String(wishes.processors));
  const source = sourceWords(wishes.kernelSource).flatMap((word) => ['--kernel-source', word]);
  progress.step('another process starts them');
  const errors = await open(log, 'w', 0o600);
  // Of a session of its own: neither the terminal's end nor its signals reach it.
  const child = spawn(
    process.execPath,
    [packagePath('dist', 'harness', 'cli', 'main.js'), ...words, ...source, '--json'],
    { detached: true, stdio: ['ignore', 'pipe', errors.fd] },
  );
  const over = once(child, 'exit');
  await errors.close();
  const { pid } = child;
  const interrupt = (): void => {
    child.kill('SIGTERM');
  };
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    if (child.stdout === null || !(await saysDocument(child.stdout))) await over;
    signal.throwIfAborted();
    const hosts = (await livingHosts()).filter(({ owner, ready }) => owner.pid === pid && ready);
    const [first] = hosts;
    if (first === undefined) throw notStarted(await readFile(log, 'utf8'));
    progress.end();
    const fleet = { hosts, inventory: join(dirname(first.dir), INVENTORY) };
    print(
      wishes.json === true ? documentOf(fleet) : emulatedText(fleet, 'the command `lupine-bench hosts stop`'),
    );
    child.unref();
    return EXIT.ok;
  } finally {
    signal.removeEventListener('abort', interrupt);
    if (signal.aborted) await over;
  }
}

/** Whether a whole document came; false when the output ended before. */
async function saysDocument(output: Readable): Promise<boolean> {
  let said = '';
  for await (const chunk of output) {
    said += String(chunk);
    // Leaving the loop closes the pipe: the other process does not mind.
    if (said.endsWith(DOCUMENT_END)) return true;
  }
  return false;
}

function notStarted(log: string): Error {
  return measureError(
    'HOSTS_NOT_STARTED',
    `no emulated host was started: ${printable(log.slice(-TAIL).trim(), TAIL)}`,
    'Correct what it says, or call the command without --detach.',
  );
}
