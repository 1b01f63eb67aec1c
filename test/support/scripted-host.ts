// SPDX-License-Identifier: Apache-2.0
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { BootRequest } from '../../harness/boot/request.js';
import type { BootEnding, BootResult } from '../../harness/boot/types.js';
import type { Host } from '../../harness/host/types.js';
import type { KvmAnswer } from '../../harness/vmm/probe-verdict.js';
import { guestReport } from './report.js';

/** What a scripted boot leaves: parts of its result beside those of a boot that went well. */
export type Scripted = Partial<BootResult>;

/** What becomes of a boot; `n` counts from 1 in the order in which boots begin. Whatever it throws, the host throws. */
export type Script = (request: BootRequest, n: number, signal: AbortSignal) => Scripted | Promise<Scripted>;

/** How a scripted host differs from the usual one: two slots, KVM that works, four CPUs. */
export interface ScriptedParts {
  slots?: number;
  /** Its answer about KVM, or the error that asking ends in. */
  kvm?: KvmAnswer | Error;
  /** Version of its monitor. */
  version?: string;
  /** Its name, and the beginning of its identity; `local` when missing. */
  name?: string;
  /** Replaces parts of the host. */
  replace?: Partial<Host>;
}

/** A host without machines: its boots are what a script says, at once. */
export interface ScriptedHost extends Host {
  /** Requests in the order in which they came. */
  readonly requests: BootRequest[];
  /** Most boots that ever ran at the same time. */
  mostAtOnce(): number;
}

const FACTS = {
  ...{ cpu: 'a CPU', microcode: '0x1', cores: 4, memoryMib: 4096 },
  ...{ kernel: '6.1', distribution: 'a distribution', mitigations: {} },
};

/** Makes such a host. It refuses to boot what it was not given before. */
export function scriptedHost(
  script: Script = () => ({}),
  { slots = 2, kvm, version = '1.0', name = 'local', replace }: ScriptedParts = {},
): ScriptedHost {
  const requests: BootRequest[] = [];
  const given = new Set<string>();
  let running = 0;
  let most = 0;
  return {
    name,
    facts: () => Promise.resolve(FACTS),
    identity: () => Promise.resolve(`${name}-scripted`),
    cpus: () => Promise.resolve({ allowed: [0, 1, 2, 3], core: new Map() }),
    close: () => Promise.resolve(),
    alone: async ({ signal }, work) => await work(signal, []),
    slots: (clock) => Promise.resolve(clock === 'wall' ? 1 : slots),
    monitor: (wanted) =>
      Promise.resolve({
        ...{
          name: wanted,
          version,
          clocks: ['deterministic', 'wall'],
          endings: [],
          devices: [],
          kernels: [],
        },
      }),
    kvm: () =>
      kvm instanceof Error
        ? Promise.reject(kvm)
        : Promise.resolve(kvm ?? { kvm: true, kvmReason: 'a script.' }),
    protection: () =>
      Promise.resolve({ monitor: { has: ['a script'], lacks: [] }, clients: { has: [], lacks: ['all'] } }),
    requireGuestNetwork: () => Promise.resolve(),
    put: ({ sha256 }) => {
      given.add(sha256);
      return Promise.resolve();
    },
    boot: async (request, signal, keep) => {
      signal.throwIfAborted();
      const absent = request.artifacts.find(({ sha256 }) => !given.has(sha256));
      if (absent !== undefined) throw new Error(`the host was never given the ${absent.role}`);
      requests.push(request);
      running += 1;
      most = Math.max(most, running);
      try {
        const parts = script(request, requests.length, signal);
        // A turn of the event loop: boots that may run side by side do.
        await setImmediate();
        const result = { ...working(request), ...(await parts) };
        await keep?.(Readable.from([Buffer.from('console')]));
        return result;
      } finally {
        running -= 1;
      }
    },
    ...replace,
    requests,
    mostAtOnce: () => most,
  };
}

function working({ clock }: BootRequest): BootResult {
  const tsc = { pid1: 40n, ready: 60n, frame: 70n };
  const timed = clock === 'wall' ? { vmmNs: 85 } : {};
  return { ending: 'ok', report: { ...guestReport([]), tsc }, clock, ...timed, argv: ['vmm'], hostMs: 1 };
}

/** A boot that ends like this. */
export function ended(ending: BootEnding, code: string): Scripted {
  return { ending, failure: { code, message: `it ended in ${code}.`, next: 'Look.', console: [] } };
}
