// SPDX-License-Identifier: Apache-2.0
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from '../../../core/cache.js';
import { measureError } from '../../../core/errors.js';
import { containerImage } from '../../rootfs/oci/image.js';

/** A file in a container image. */
export interface FileInImage {
  /** The image, with the digest of its manifest. */
  image: string;
  /** Absolute path of the file in it. */
  path: string;
  /** Folder that an image on this machine is meant from. */
  dir: string;
  signal: AbortSignal;
  /** Called with what is being done. */
  onProgress: (text: string) => void;
}

const FILE = 'artifact';

/**
 * Takes a file out of a container image, once; gives its path.
 * @throws BenchError as `containerImage`; `ARTIFACT_FILE` (exit 3) when it has no such file.
 */
export async function fileInImage({
  image,
  path,
  dir: appDir,
  signal,
  onProgress,
}: FileInImage): Promise<string> {
  const entry = await cached({
    ...{ kind: 'artifact', label: `${path} of ${image}`, inputs: { image, path }, signal },
    build: async (into) => {
      const { entries } = await containerImage(image, { appDir, signal, onProgress });
      const found = entries.find((one) => `/${one.path}` === path);
      if (found?.kind === 'file') {
        await writeFile(join(into, FILE), found.data, { mode: 0o600 });
        return;
      }
      throw measureError(
        'ARTIFACT_FILE',
        `the container image ${image} has ${found === undefined ? 'nothing' : `a ${found.kind}`} at ${path}.`,
        'Write the path of the file itself, from the root of the image; links are not followed.',
      );
    },
  });
  return join(entry.dir, FILE);
}
