// SPDX-License-Identifier: Apache-2.0
import { access, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { plainEnvironment } from '../core/child.js';
import { packagePath } from '../core/paths.js';

/** A Debian package that the harness needs. */
export interface PackageNeed {
  /** `bench` for measuring, `oci` for apps from container images, `test` for the project's own tests. */
  group: 'bench' | 'oci' | 'test';
  name: string;
  /** A command, or an absolute path, that proves its presence. */
  proof: string;
  why: string;
  present: boolean;
}

/** Reads `packages.txt` and looks which packages are there. */
export async function packageNeeds(): Promise<PackageNeed[]> {
  const text = await readFile(packagePath('harness', 'host', 'packages.txt'), 'utf8');
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return await Promise.all(
    lines.map(async (line) => {
      const [group = '', name = '', proof = '', ...why] = line.split(/\s+/);
      return {
        group: group === 'test' || group === 'oci' ? group : 'bench',
        name,
        proof,
        why: why.join(' '),
        present: await isPresent(proof),
      };
    }),
  );
}

async function isPresent(proof: string): Promise<boolean> {
  const path = plainEnvironment.PATH;
  const places = proof.startsWith('/') ? [proof] : path.split(delimiter).map((dir) => join(dir, proof));
  for (const place of places) {
    const found = await access(place).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}
