// SPDX-License-Identifier: Apache-2.0
import { type Artifact, type ArtifactRole, artifactOf } from '../../harness/core/artifact.js';

interface Built {
  artifacts: readonly Artifact[];
}

/** Digest of the file with a role; empty for what was not built. */
export function digestOfRole(built: Built | undefined, role: ArtifactRole): string {
  return built === undefined ? '' : artifactOf(built.artifacts, role).sha256;
}

/** Path of the file with a role. */
export function pathOfRole({ artifacts }: Built, role: ArtifactRole): string {
  return artifactOf(artifacts, role).path;
}
