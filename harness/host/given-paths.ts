// SPDX-License-Identifier: Apache-2.0
import type { BootRequest } from '../boot/request.js';
import { type ArtifactId, type ArtifactRole, artifactOf } from '../core/artifact.js';
import { measureError } from '../core/errors.js';

/** Where the artefacts are that a host was given, by digest. */
export class GivenPaths {
  readonly #paths = new Map<string, string>();
  readonly #host: string;

  /** @param host its name, for messages. */
  constructor(host: string) {
    this.#host = host;
  }

  /** Whether an artefact was given. */
  has({ sha256 }: ArtifactId): boolean {
    return this.#paths.has(sha256);
  }

  /** Knows nothing of what was given. */
  forget(): void {
    this.#paths.clear();
  }

  /** Notes the path of an artefact. */
  give({ sha256 }: ArtifactId, path: string): void {
    this.#paths.set(sha256, path);
  }

  /** Paths of the artefacts of a boot. The function throws BenchError `ARTIFACT_ABSENT` (exit 3) for one that was never given. */
  of({ artifacts }: BootRequest): (role: ArtifactRole) => string {
    return (role) => {
      const { sha256 } = artifactOf(artifacts, role);
      const path = this.#paths.get(sha256);
      if (path !== undefined) return path;
      throw measureError(
        'ARTIFACT_ABSENT',
        `host ${this.#host} was never given the ${role} ${sha256.slice(0, 16)}.`,
        'This is a defect of lupine-bench: report it with the boot file.',
      );
    };
  }
}
