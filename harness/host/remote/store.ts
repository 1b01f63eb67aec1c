// SPDX-License-Identifier: Apache-2.0
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { measureError } from '../../core/errors.js';
import { wholeNumber } from '../../core/numbers.js';
import { foreignLines, rawText, says, trimmed } from '../../core/foreign.js';
import { printable } from '../../core/printable.js';
import type { RemoteShell } from '../../remote/types.js';
import { commandFault, runWell } from '../../remote/words.js';

/** A file of this machine that a host is to have. */
export interface PushedFile {
  path: string;
  sha256: string;
}

/** How a store is kept small. */
export interface StoreLimits {
  /** What may lie there, MiB. */
  mostMib: number;
}

/** Times that a file is sent before it counts as impossible. */
const TRIES = 3;

/** Says `have` for a file that is there and is what its name says, else how many bytes of it are. Looking at a file makes it the last one to go. */
const LOOK = [
  'cd "$1/store" || exit 1',
  'if [ -f "$2" ]; then',
  '  sum=$(sha256sum < "$2") && [ "${sum%% *}" = "$2" ] && { touch -c "$2"; echo have; exit 0; }',
  '  rm -f "$2"',
  'fi',
  '[ -f "$2.part" ] || { echo 0; exit 0; }',
  'wc -c < "$2.part"',
].join('\n');

/** Appends to the part that is there, if it is as long as was said, or begins a new one; else all that comes is dropped. */
const APPEND = [
  'cd "$1/store" || exit 1',
  'umask 077',
  'if [ "$3" -eq 0 ]; then : > "$2.part" || exit 1; fi',
  'have=0; [ -f "$2.part" ] && have=$(wc -c < "$2.part")',
  '[ "$have" -eq "$3" ] || { cat > /dev/null; exit 9; }',
  'cat >> "$2.part" || exit 1',
  'sum=$(sha256sum < "$2.part") || exit 1',
  '[ "${sum%% *}" = "$2" ] || { rm -f "$2.part"; exit 9; }',
  'chmod 500 "$2.part" || exit 1',
  // A host that goes down in the next moment has the whole of it under that name, or nothing.
  'sync "$2.part" 2>/dev/null || sync',
  'mv "$2.part" "$2"',
].join('\n');

/**
 * Removes what was not used for the longest time until the rest fits; never what the caller names, and never what a boot uses
 * that runs: its job names what it uses.
 */
const EVICT = [
  'cd "$1/store" || exit 1',
  'most=$2; shift 2; keep=" $* "; sum=0',
  'for f in $(ls -1t); do',
  '  case "$f" in *[!0-9a-f.tarp]*) continue;; esac',
  '  set -- $(du -sk "$f")',
  '  sum=$((sum + $1 / 1024 + 1))',
  '  [ "$sum" -le "$most" ] && continue',
  '  case "$keep" in *" $f "*) continue;; esac',
  '  grep -qs "$f" ../boots/*/job && continue',
  '  rm -rf "$f"; echo "$f"',
  'done',
].join('\n');

/** Name of a file there: its digest, and what became of it. */
const NAME = /^[0-9a-f]{64}(?:\.tar|\.part|\.d(?:\.[0-9]+)?)*$/;

/** Status of a script for a file that is not what it should be; it is sent anew. */
const NOT_THAT = 9;

/** The artefacts of a host, by digest. */
export class RemoteStore {
  readonly #shell: RemoteShell;
  readonly #state: string;
  readonly #limits: StoreLimits;
  readonly #there = new Map<string, Promise<string>>();

  /** @param state path of the folder there. */
  constructor(shell: RemoteShell, state: string, limits: StoreLimits) {
    this.#shell = shell;
    this.#state = state;
    this.#limits = limits;
  }

  /**
   * Gives the host a file, and its path there. One that it has is not sent; one of which it has the beginning is sent from there on;
   * what came is checked there.
   * @throws BenchError `HOST_TRANSFER`, `HOST_DISK_FULL`, `HOST_COMMAND` (exit 3).
   */
  async put(file: PushedFile, signal?: AbortSignal): Promise<string> {
    const known = this.#there.get(file.sha256) ?? this.#push(file, signal);
    this.#there.set(file.sha256, known);
    known.catch(() => this.#there.delete(file.sha256));
    return await known;
  }

  /** Asks again for everything: who had the host meanwhile may have removed it. */
  forget(): void {
    this.#there.clear();
  }

  /** Digests that were given to it, or asked for, by this process. */
  get used(): string[] {
    return [...this.#there.keys()];
  }

  async #push({ path, sha256 }: PushedFile, signal?: AbortSignal): Promise<string> {
    const there = `${this.#state}/store/${sha256}`;
    for (let left = TRIES; left > 0; left -= 1) {
      const said = await runWell(this.#shell, 'looking for an image', {
        ...{ script: LOOK, args: [this.#state, sha256], signal },
      });
      const answer = rawText(trimmed(said));
      if (answer === 'have') return there;
      const begun = wholeNumber(answer, 0) ?? 0;
      const { size } = await stat(path);
      // More than there is: another file under this name.
      const from = begun > size ? 0 : begun;
      if (from === 0) await this.evict([sha256], Math.ceil(size / 2 ** 20), signal);
      const sent = await this.#shell.run({
        ...{ script: APPEND, args: [this.#state, sha256, `${from}`], signal },
        input: createReadStream(path, { start: from }),
      });
      if (sent.status === 0) return there;
      if (sent.status !== NOT_THAT) throw commandFault(this.#shell.name, 'sending an image', sent);
    }
    throw measureError(
      'HOST_TRANSFER',
      `host ${this.#shell.name} has another file than was sent, ${TRIES} times.`,
      'Look at its disk and memory, and whether another coordinator sends the same file.',
    );
  }

  /**
   * Makes room: removes what was not used for the longest time.
   * @param room MiB that are to come.
   * @returns digests of what was removed.
   */
  async evict(keep: readonly string[] = [], room = 0, signal?: AbortSignal): Promise<string[]> {
    return await this.#evict(Math.max(0, this.#limits.mostMib - room), [...keep, ...this.used], signal);
  }

  /**
   * Removes everything that no boot uses and this process has not given it.
   * @returns digests of what was removed.
   */
  async clear(signal?: AbortSignal): Promise<string[]> {
    return await this.#evict(0, this.used, signal);
  }

  async #evict(mostMib: number, keep: readonly string[], signal?: AbortSignal): Promise<string[]> {
    const said = await runWell(this.#shell, 'removing images', {
      ...{ script: EVICT, args: [this.#state, `${mostMib}`, ...keep], signal },
    });
    return foreignLines(said).flatMap((line) => (says(line, NAME) ? [printable(line)] : []));
  }
}
