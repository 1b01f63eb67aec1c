// SPDX-License-Identifier: Apache-2.0
import type { Artifact, ArtifactRole } from '../../harness/core/artifact.js';
import { digestOf } from '../../harness/core/json.js';
import { DISK_ROOT, type SourceId } from '../../harness/image/boot-image.js';
import type { TrustReason } from '../../harness/image/trust.js';
import type { Images } from '../../harness/image/images.js';
import type { UsedPackage } from '../../harness/image/rootfs/types.js';
import { workloadOf } from '../../harness/workload/registry.js';

/** What scripted images are of. */
export interface ScriptedImagesParts {
  /** Any word: other words give other files. */
  version?: string;
  /** Asked before an image is given; what it throws, the image throws. */
  before?: (system: string) => void;
  /** Why reports rest on trust in the app. */
  trust?: readonly TrustReason[];
  /** What the kernel of a system is built from; nothing of it is said when missing. */
  sourceOf?: (system: string) => SourceId | undefined;
  /** What the root images were made from. */
  packages?: readonly UsedPackage[];
}

/** Images without files: digests of their names. The command line names system and app, for scripts of boots. */
export function scriptedImages({
  version = 'a',
  before = () => undefined,
  trust = [],
  sourceOf = () => undefined,
  packages = [],
}: ScriptedImagesParts = {}): Images {
  const file = (role: ArtifactRole, of: string): Artifact => ({
    ...{ role, path: `/nowhere/${of}`, bytes: 1 },
    sha256: digestOf({ role, of, version }),
  });
  const systemOf = (name: string) => ({
    ...{ inputs: digestOf({ name, version }), facts: {}, hit: true },
    artifacts: [file('kernel', name)],
    source: sourceOf(name),
  });
  return {
    source: () =>
      Promise.resolve({
        path: '/nowhere/linux.tar',
        sha256: digestOf('a source'),
        version: 'a source',
        known: true,
      }),
    order: (systems) => Promise.resolve([...new Set(systems)]),
    begin: (systems) => Promise.resolve([...new Set(systems)]),
    system: (name) => Promise.resolve(systemOf(name)),
    image: async (name, app) => {
      await Promise.resolve();
      before(name);
      const system = systemOf(name);
      return {
        ...{ kind: 'linux', system, facts: { loadedEnd: 0 }, packages, own: [] },
        artifacts: [...system.artifacts, file('initrd', app), file('disk', app)],
        ...{ cmdline: `system=${name} app=${app}`, diskRoot: DISK_ROOT },
        expects: { checks: [], clients: [], reportsMain: false, limitMs: 0 },
        observer: 'frames',
        trust,
      };
    },
    clients: (app, scenario) => {
      if (workloadOf(scenario).clientsOn !== 'host') return Promise.resolve(undefined);
      const clients = [{ name: 'client', argv: ['./client', '-n', '1'], env: { LANG: 'C' } }];
      return Promise.resolve({ clients, port: 6379, programs: file('clients', app), packages: [] });
    },
    stop: () => undefined,
  };
}
