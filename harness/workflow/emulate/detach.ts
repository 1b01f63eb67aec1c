// SPDX-License-Identifier: Apache-2.0
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { cacheFolder } from '../../core/cache-folder.js';
import { type ExitCode, EXIT, measureError } from '../../core/errors.js';
import { packagePath } from '../../core/paths.js';
import { printable } from '../../core/printable.js';
import { endOwner } from '../../host/emulated/owner.js';
import { livingHosts } from '../../host/emulated/state.js';
import type { Session } from '../session.js';
import { documentOf, type EmulateWishes } from './emulate.js';
import { emulatedText } from './text.js';

/** Ends what a process prints once its hosts answer: a whole JSON document. */
const DOCUMENT_END = /\n\}\n$/;

/** What an error says of a process that failed, characters. */
const TAIL = 1500;

/** Time in which a process that was interrupted ends its hosts, ms. */
const END_MS = 20_000;

/**
 * Starts emulated KVM hosts that stay when this process is gone: another one of this program has them, until `hosts stop`.
 * @throws BenchError `HOSTS_NOT_STARTED` (exit 3) with what that process said.
 */
export async function emulateDetached(wishes: EmulateWishes, session: Session): Promise<ExitCode> {
  const { progress, signal, print } = session;
  const log = join(await cacheFolder('logs'), 'hosts-emulate.log');
  const words = ['hosts', 'emulate', '--count', String(wishes.count), '--memory', String(wishes.memoryMib)];
  const source = wishes.kernelSource === undefined ? [] : ['--kernel-source', wishes.kernelSource];
  progress.step('another process starts them');
  const errors = openSync(log, 'w', 0o600);
  const child = execa(
    process.execPath,
    [packagePath('dist', 'harness', 'cli', 'main.js'), ...words, ...source, '--json'],
    // Of a session of its own: neither the terminal's end nor its signals reach it.
    { reject: false, detached: true, stdin: 'ignore', stdout: 'pipe', stderr: errors, buffer: false },
  );
  closeSync(errors);
  const { pid } = child;
  const interrupt = (): void => {
    if (pid !== undefined) process.kill(pid, 'SIGTERM');
  };
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    let said = '';
    for await (const chunk of child.stdout.iterator({ destroyOnReturn: true })) {
      said += String(chunk);
      if (DOCUMENT_END.test(said)) break;
    }
    signal.throwIfAborted();
    const hosts = (await livingHosts()).filter(({ owner, ready }) => owner.pid === pid && ready);
    if (hosts.length === 0) {
      await child;
      const words = printable((await readFile(log, 'utf8')).slice(-TAIL).trim(), TAIL);
      throw measureError(
        'HOSTS_NOT_STARTED',
        `no emulated host was started: ${words}`,
        'Correct what it says, or call the command without --detach.',
      );
    }
    progress.end();
    const inventory = join(hosts[0]?.dir ?? '', '..', 'hosts.yaml');
    const fleet = { hosts, inventory };
    print(
      wishes.json === true ? documentOf(fleet) : emulatedText(fleet, 'the command `lupine-bench hosts stop`'),
    );
    child.unref();
    return EXIT.ok;
  } finally {
    signal.removeEventListener('abort', interrupt);
    if (signal.aborted) for (const { owner } of await livingHosts()) if (owner.pid === pid) await endOwner(owner, 'SIGTERM', END_MS);
  }
}
