// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { artifactAt } from '../../core/artifact.js';
import { workloadOf } from '../../workload/registry.js';
import { endInMemory } from '../elf/loaded-end.js';
import { requireKernel } from '../guest/kernel-file.js';
import type { GuestBuilder } from '../guest/types.js';
import { strippedBytes } from '../kernel/loaded.js';
import { rootNeeds, rootOf } from '../root-of.js';
import { osvArtifacts } from './artifacts.js';
import { requireOneAllocator } from './clash.js';
import { osvCommandLine } from './command-line.js';
import { OSV_FAILURES } from './failures.js';
import { osvFiles } from './files.js';
import { osvPrograms } from './programs.js';
import { osvKernel } from './slot.js';
import { suppliedBy } from './supplied.js';
import { unpackedKernel } from './unpacked.js';

/**
 * An app on OSv. Under the deterministic clock its files are a RAM file system in a kernel with a slot: a disk answers in the
 * host's time. Everywhere else they are on a disk, as OSv's own images have them.
 * @throws BenchError `OSV_*` (exit 2 and 3), and of the files of the app.
 */
export const buildOsv: GuestBuilder = async (request) => {
  const { system, app, appName, scenario, clock, file, signal, onProgress, onNote } = request;
  const { kind } = workloadOf(scenario);
  const root = kind === 'boot' && clock === 'deterministic' ? 'ramfs' : 'rofs';
  const given = await file(root === 'ramfs' ? 'slot-kernel' : (app.kernel ?? 'kernel'));
  const path = await unpackedKernel(given, signal);
  await requireKernel(system.name, path);
  const kernel = await readFile(path);
  const loaded = await request.loadApp(appName);
  const { job } = rootOf(loaded, rootNeeds(scenario), clock);
  const { commands, own } = osvPrograms(job, app.cmdline);
  const supplied = suppliedBy(kernel);
  const files = await osvFiles({ app: loaded, job, own, supplied, root, signal, onProgress, onNote });
  requireOneAllocator(
    files.entries,
    [job.app, ...(job.ethernet === undefined ? job.clients : [])].map(({ argv }) => argv[0] ?? ''),
  );
  const loadedEnd = endInMemory(kernel, (why) => osvKernel(basename(path), why));
  const artifacts = await osvArtifacts({
    entries: files.entries,
    root,
    path,
    kernel,
    label: `${appName} on ${system.name}`,
    signal,
  });
  const { main, ready, success, failures = [], clients, end } = app;
  const onMicrovm = (system.machine ?? 'microvm') === 'microvm';
  return {
    artifacts,
    facts: { loadedEnd, strippedBytes: await strippedBytes(await artifactAt('kernel', path), signal) },
    cmdline: osvCommandLine({
      ...{
        root,
        pci: root === 'rofs' && !onMicrovm,
        options: system.cmdline,
        programs: commands,
      },
      ...{ env: job.app.env, cwd: job.app.cwd, ip: job.ethernet },
    }),
    script: {
      ...(main === undefined ? {} : { main }),
      ...(ready === undefined ? {} : { ready }),
      ...(clients === undefined ? {} : { clients }),
      ...{ success, failures: [...failures, ...OSV_FAILURES], end },
    },
    ...{ packages: files.packages, own: files.own, modernVirtio: onMicrovm },
  };
};
