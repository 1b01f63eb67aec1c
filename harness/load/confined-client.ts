// SPDX-License-Identifier: Apache-2.0
import { type Abilities, type Part, hostAbilities } from '../confine/abilities.js';
import { confinedCommand } from '../confine/command.js';
import { buildConfine } from '../confine/helper.js';
import { type Protection, protectionOf } from '../confine/protection.js';

/** More a client cannot write to one of its outputs, bytes; what they print is a few KiB. */
const OUTPUT_BYTES = 16 * 2 ** 20;

/** More processes and threads a client cannot have. */
const MOST_PROCESSES = 64;

/** What a client's confinement has, where the host lets it. Its network is the guest's. */
const WANTED: readonly Part[] = ['user', 'view', 'processes'];

/** A program that is run in a guest's network. */
export interface ClientProgram {
  /** Program and arguments; the program is an absolute path, or one relative to the folder. */
  argv: readonly string[];
  /** The only folder that it sees, read-only, and where it is run; none when missing. */
  folder?: string | undefined;
  env?: Readonly<Record<string, string>> | undefined;
}

/** What keeps a client from this host. */
export function clientProtection(abilities: Abilities): Protection {
  return protectionOf(abilities, WANTED);
}

/** What a client's confinement has here. */
export function clientParts({ root, refused }: Abilities): Set<Part> {
  return new Set(WANTED.filter((part) => !refused.has(part) && (root || part !== 'user')));
}

/**
 * The command that runs a client confined, as far as this host lets it be: it sees its own folder and its own processes, and can
 * write nothing but its outputs.
 * @throws BenchError `CONFINE_HELPER` (exit 3).
 */
export async function confinedClient({ argv, folder, env }: ClientProgram): Promise<[string, string[]]> {
  const [program = ''] = argv;
  return confinedCommand(await buildConfine(), {
    ...{ program, argv, folder, env },
    parts: clientParts(await hostAbilities()),
    readOnly: folder === undefined ? [program] : [folder],
    ...{ fileBytes: OUTPUT_BYTES, processes: MOST_PROCESSES },
  });
}
