// SPDX-License-Identifier: Apache-2.0
import { BenchError, measureError } from '../../../core/errors.js';
import { runTool } from '../../../core/tool.js';

const TOOL = 'skopeo';
const CODE = 'OCI_TOOLS_MISSING';

/**
 * Looks whether the program is there by which container images are fetched. Nothing else needs it.
 * @param env environment beside the plain one.
 * @throws BenchError `OCI_TOOLS_MISSING` (exit 3) that names the package.
 */
export async function requireOciTool(signal?: AbortSignal, env: Record<string, string> = {}): Promise<void> {
  try {
    await runTool(TOOL, ['--version'], { code: CODE, env, signal });
  } catch (error) {
    if (!(error instanceof BenchError) || error.code !== CODE) throw error;
    throw measureError(
      CODE,
      `an app from a container image needs ${TOOL}, not found on this machine.`,
      `Install it: apt-get install -y --no-install-recommends ${TOOL}`,
    );
  }
}
