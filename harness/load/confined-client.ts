// SPDX-License-Identifier: Apache-2.0
import { type Abilities, type Part, hostAbilities } from '../confine/abilities.js';
import { confinedCommand } from '../confine/command.js';
import { buildConfine } from '../confine/helper.js';
import { type Protection, protectionOf } from '../confine/protection.js';
import type { QemuThere } from '../vmm/there.js';

/** More a client cannot write to one of its outputs, bytes; what they print is a few KiB. */
export const OUTPUT_BYTES = 16 * 2 ** 20;

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
 * The command that runs a client confined on this host.
 * @throws BenchError `CONFINE_HELPER` (exit 3).
 */
export async function confinedClient(client: ClientProgram): Promise<[string, string[]]> {
  return confinedClientThere({ helper: await buildConfine(), abilities: await hostAbilities() }, client);
}

/**
 * The command that runs a client confined, as far as a host lets it be: it sees its own folder and its own processes, and can
 * write nothing but its outputs.
 * @param there what confines it: path of `confine`, what the host lets it do, and what stands for the process that starts it.
 */
export function confinedClientThere(
  { helper, abilities, parent }: Pick<QemuThere, 'helper' | 'abilities' | 'parent'>,
  { argv, folder, env }: ClientProgram,
): [string, string[]] {
  const [program = ''] = argv;
  return confinedCommand(helper, {
    ...{ program, argv, folder, env, parent },
    parts: clientParts(abilities),
    readOnly: folder === undefined ? [program] : [folder],
    ...{ fileBytes: OUTPUT_BYTES, processes: MOST_PROCESSES },
  });
}
