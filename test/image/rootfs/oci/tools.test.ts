// SPDX-License-Identifier: Apache-2.0
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../../../harness/core/errors.js';
import { requireOciTools } from '../../../../harness/image/rootfs/oci/tools.js';
import { failsWith } from '../../../support/errors.js';
import { inTemp } from '../../../support/temp.js';

describe('the tools for container images', () => {
  it('are named with the packages to install when they are missing', () =>
    inTemp(async (dir) => {
      for (const tool of ['sh', 'cat']) await symlink(`/usr/bin/${tool}`, join(dir, tool));
      const looked = requireOciTools(undefined, { PATH: dir });
      await failsWith(looked, 'OCI_TOOLS_MISSING', EXIT.couldNotMeasure, /needs skopeo and umoci, not found/);
    }));
});
