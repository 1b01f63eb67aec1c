// SPDX-License-Identifier: Apache-2.0
import { jobClients } from '../app/make-job.js';
import type { JobClient } from '../app/job.js';
import type { LoadClient } from '../boot/request.js';
import type { Artifact } from '../core/artifact.js';
import type { AppDeclaration } from '../app/types.js';
import { usageError } from '../core/errors.js';
import type { ClientRequest } from '../workload/types.js';
import { type HostProgramsOptions, unpackPrograms } from './rootfs/host-programs.js';
import type { UsedPackage } from './rootfs/types.js';

/** What loads an app from the host. */
export interface HostClients {
  clients: LoadClient[];
  /** Port on which the app serves. */
  port: number;
  /** The programs and what they need, a folder. */
  programs: Artifact;
  /** Packages that the programs were taken from. */
  packages: UsedPackage[];
}

/**
 * Clients of an app, ready to run on this host: the same programs as those in a guest, from the same packages.
 * @throws BenchError (exit 2) `APP_SERVES_NOTHING` when the app is ready without a TCP port, `CLIENT_INVALID` for words that no program
 *   can get; what unpacking throws.
 */
export async function hostClients(
  app: AppDeclaration,
  requests: readonly ClientRequest[],
  how: Pick<HostProgramsOptions, 'pinned' | 'signal' | 'onProgress' | 'onNote'>,
): Promise<HostClients> {
  const port = app.ready.tcp;
  if (port === undefined) {
    throw usageError(
      'APP_SERVES_NOTHING',
      `the app ${app.name} has no TCP port that a client on the host could load.`,
      'Give it `ready: { tcp: <port> }`, or choose another app.',
    );
  }
  const wanted = jobClients(app, requests);
  requirePassable(app, wanted);
  const programs = [...new Set(wanted.map(({ argv }) => argv[0] ?? ''))];
  const declared = Object.values(app.clients ?? {}).filter(({ command }) =>
    programs.includes(command[0] ?? ''),
  );
  const packages = [...(app.packages ?? []), ...declared.flatMap((client) => client.packages ?? [])];
  const {
    folder,
    commands,
    packages: used,
  } = await unpackPrograms({
    programs,
    packages: [...new Set(packages)],
    ...how,
  });
  const clients = wanted.map(({ name, argv: [program = '', ...args], env }): LoadClient => {
    return { name, argv: [...(commands.get(program) ?? []), ...args], env };
  });
  return { clients, port, programs: folder, packages: used };
}

/** Most variables that a client can have: what confines it takes no more. */
const MOST_VARIABLES = 200;

/** A guest's clients are checked where its job is written. */
function requirePassable(app: AppDeclaration, clients: readonly JobClient[]): void {
  for (const { name, argv, env } of clients) {
    const variables = Object.entries(env);
    const odd =
      variables.length > MOST_VARIABLES ||
      [...argv, ...variables.flat()].some((word) => word.includes('\0')) ||
      variables.some(([variable]) => variable === '' || variable.includes('='));
    if (!odd) continue;
    throw usageError(
      'CLIENT_INVALID',
      `the client ${name} of the app ${app.name} has a zero byte in a word, a variable without a name, or more than ${MOST_VARIABLES} variables.`,
      'Correct `clients:` of its app.yaml.',
    );
  }
}
