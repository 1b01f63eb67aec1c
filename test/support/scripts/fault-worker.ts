// SPDX-License-Identifier: Apache-2.0
import { appendFileSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { BenchError } from '../../../harness/core/errors.js';
import { remoteHost } from '../../../harness/host/remote/host.js';
import { sshShell } from '../../../harness/remote/ssh/shell.js';
import { createQemu } from '../../../harness/vmm/qemu.js';
import type { FaultJob } from '../fault-rig.js';
import { requestOf } from '../boot.js';
import { helloBoot } from '../hello-boot.js';

// A coordinator that makes boots on a host until the log has as many as are wanted, whatever happens to the host: to be killed. Lines of
// the log: `begun <ns> <who>`, `done <ns> <who> <number> <value>`, `failed <ns> <who> <code>`. Its argument is the file of the job.

const job = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as FaultJob;
const shell = sshShell(job.target, { connectMs: 10_000 });
const { state, root, tuning, ttlMs } = job;
const host = remoteHost(
  shell,
  {
    ...{ name: 'rack', state, storeMib: 256, qemu: 'qemu-system-x86_64' },
    alone: { root, tuning, ttlMs },
  },
  [createQemu()],
);
const { request, artifacts } = await requestOf(await helloBoot());
const say = (what: string, ...words: (string | number)[]): void => {
  appendFileSync(job.log, `${[what, process.hrtime.bigint(), process.pid, ...words].join(' ')}\n`);
};
const made = (): number => (readFileSync(job.log, 'utf8').match(/^done /gm) ?? []).length;

/** A few boots under one lease, so that taking it and the settings are hit by faults too. */
async function some(signal: AbortSignal): Promise<void> {
  for (let left = 2; left > 0 && made() < job.boots; left -= 1) {
    for (const one of artifacts) await host.put(one, signal);
    say('begun');
    const { report, ending } = await host.boot(request, signal);
    signal.throwIfAborted();
    // To a count equal in every boot under the deterministic clock.
    if (ending === 'ok') say('done', `${report?.tsc['pid1']}-${report?.tsc['ready']}-${report?.tsc['done']}`);
    else say('failed', ending);
  }
}

const { signal } = new AbortController();
while (made() < job.boots) {
  try {
    const wishes = { signal, waitMs: 600_000, note: () => undefined };
    await host.alone(wishes, some);
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    say('failed', error.code);
    await delay(300);
  }
}
await host.close();
