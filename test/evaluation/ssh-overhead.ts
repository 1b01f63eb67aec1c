// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { artifactAt } from '../../harness/core/artifact.js';
import { localHost } from '../../harness/host/local.js';
import { remoteHost } from '../../harness/host/remote/host.js';
import type { Host } from '../../harness/host/types.js';
import { sshShell } from '../../harness/remote/ssh/shell.js';
import { createQemu } from '../../harness/vmm/qemu.js';
import { requestOf } from '../support/boot.js';
import { helloBoot } from '../support/hello-boot.js';
import { startSshServer } from '../support/ssh-server.js';
import { inPlainTemp } from '../support/temp.js';

// What SSH costs: boots of hello on this machine and on it by SSH, in turn, and an image of 50 MB that three hosts are given at once:
// `node dist/test/evaluation/ssh-overhead.js [boots]`. Each host has a server of its own in this process, which costs too.

const boots = Number(process.argv[2] ?? 15);
const { signal } = new AbortController();

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};
const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const ms = (value: number): string => `${value.toFixed(0)} ms`;

await inPlainTemp(async (dir) => {
  const servers = await Promise.all([1, 2, 3].map(async () => await startSshServer()));
  const racks = servers.map(({ target }, which) =>
    remoteHost(
      sshShell(target),
      { name: 'rack', state: join(dir, `state-${which}`), storeMib: 512, qemu: 'qemu-system-x86_64' },
      [createQemu()],
    ),
  );
  try {
    const [rack] = racks;
    if (rack === undefined) throw new Error('no host');
    const hosts: [Host, Host] = [localHost([createQemu()]), rack];
    const { request, artifacts } = await requestOf(await helloBoot());
    for (const host of hosts) for (const one of artifacts) await host.put(one);
    const times: [number[], number[]] = [[], []];
    for (let round = 0; round <= boots; round += 1)
      for (const [which, host] of hosts.entries()) {
        const took = await timed(() => host.boot(request, signal));
        // The first one of each asks and makes what is then known.
        if (round > 0) times[which]?.push(took);
      }
    const [here, there] = times.map(median);
    process.stdout.write(
      `a boot: ${ms(here ?? NaN)} here, ${ms(there ?? NaN)} by SSH, ${ms((there ?? NaN) - (here ?? NaN))} more, in median of ${boots}\n`,
    );
    const path = join(dir, 'image');
    await writeFile(path, randomBytes(50_000_000));
    const image = await artifactAt('disk', path);
    for (const one of racks) await one.identity();
    process.stdout.write(
      `50 MB to three hosts at once: ${ms(await timed(() => Promise.all(racks.map((one) => one.put(image)))))}\n`,
    );
  } finally {
    for (const one of racks) await one.close();
    for (const server of servers) await server.stop();
  }
});
