// SPDX-License-Identifier: Apache-2.0
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT } from '../../../../harness/core/errors.js';
import { requireOciTool } from '../../../../harness/image/rootfs/oci/tools.js';
import { failsWith } from '../../../support/errors.js';
import { inTemp } from '../../../support/temp.js';

describe('the tool for container images', () => {
  it('is named with the package to install when it is missing', () =>
    inTemp(async (dir) => {
      for (const tool of ['sh', 'cat']) await symlink(`/usr/bin/${tool}`, join(dir, tool));
      const looked = requireOciTool(undefined, { PATH: dir });
      await failsWith(looked, 'OCI_TOOLS_MISSING', EXIT.couldNotMeasure, /needs skopeo, not found/);
    }));
});
