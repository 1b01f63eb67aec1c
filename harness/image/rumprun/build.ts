// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { artifactAt } from '../../core/artifact.js';
import { usageError } from '../../core/errors.js';
import { displayPath } from '../../core/paths.js';
import type { BakedProgram, FailureLine } from '../../system/guest/types.js';
import { script } from '../guest/script.js';
import { DETERMINISTIC_HZ, type GuestBuilder, type GuestImageRequest } from '../guest/types.js';
import { strippedBytes } from '../kernel/loaded.js';
import { tenderOf } from '../solo5/tender.js';
import { rumprunCommandLine } from './command-line.js';
import { readMultiboot } from './multiboot.js';

/** The network of a load from the host; see `harness/load/`. The first virtio card of Rumprun has this name. */
const NET = { interface: 'vioif0', address: '10.0.0.2', gateway: '10.0.0.1', bits: 24 } as const;

/** What Rumprun says when it fails, whatever runs on it; behind some of these lines it hangs. */
const FAILURES: readonly FailureLine[] = [
  { line: 'FATAL TRAP: {any}', says: 'the processor refused what it did, and it hangs' },
  { line: 'PANIC: {any}', says: 'its kernel panicked' },
  { line: '_lwpabort() called', says: 'the program aborted' },
  { line: 'could not find start of json.  no config?', says: 'it did not get its command line' },
  { line: '{any}pagedaemon{any}failed to reclaim memory{any}', says: 'it has too little memory' },
];

/** An image of Rumprun, which has its programs baked into it: one for each app, loaded by multiboot, or by Solo5's tender. */
export const buildRumprun: GuestBuilder = async (request) => {
  const { system, app, file, scenario, signal } = request;
  const path = await file(app.kernel ?? 'kernel');
  const tender = await tenderOf(system, path, file);
  const loadedEnd =
    tender === undefined ? readMultiboot(await readFile(path), displayPath(path)).end : undefined;
  const kernel = await artifactAt('kernel', path);
  return {
    artifacts: [kernel, ...(tender === undefined ? [] : [tender.artifact])],
    monitor: tender?.monitor,
    facts: { loadedEnd, strippedBytes: await strippedBytes(kernel, signal) },
    cmdline: rumprunCommandLine({
      programs: programsOf(request),
      env: app.env,
      net: scenario.load === 'host' ? NET : undefined,
    }),
    script: { ...script(app), failures: [...(app.failures ?? []), ...FAILURES] },
  };
};

/** What clients are told of the counter, for their own times: Rumprun's clock stands still where that counts less than 1 GHz. */
const COUNTER = `--tsc-hz=${DETERMINISTIC_HZ}`;

function programsOf({ system, appName, app, requests, clock }: GuestImageRequest): BakedProgram[] {
  if (app.programs === undefined || app.cmdline !== undefined)
    throw usageError(
      'RUMPRUN_PROGRAMS',
      `${system.name} must say by "programs", and not by "cmdline", what its image of ${appName} runs.`,
      'Name each program that was baked into it, in that order.',
    );
  return app.programs.map(({ argv = [], client: stoodFor, ...program }) => {
    if (stoodFor === undefined) return { ...program, argv };
    const asked = requests.find(({ client, name = client }) => name === stoodFor);
    const counter = clock === 'deterministic' ? [COUNTER] : [];
    return { ...program, argv: [...argv, ...counter, ...(asked?.args ?? [])] };
  });
}
