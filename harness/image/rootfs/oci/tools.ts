// SPDX-License-Identifier: Apache-2.0
import { BenchError, measureError } from '../../../core/errors.js';
import { runTool } from '../../../core/tool.js';

const TOOLS = ['skopeo', 'umoci'];
const CODE = 'OCI_TOOLS_MISSING';

/**
 * Looks whether the programs are there by which container images are fetched and unpacked. Nothing else needs them.
 * @param env environment beside the plain one.
 * @throws BenchError `OCI_TOOLS_MISSING` (exit 3) that names the packages.
 */
export async function requireOciTools(signal?: AbortSignal, env: Record<string, string> = {}): Promise<void> {
  const missing: string[] = [];
  for (const tool of TOOLS) {
    try {
      await runTool(tool, ['--version'], { code: CODE, env, signal });
    } catch (error) {
      if (!(error instanceof BenchError) || error.code !== CODE) throw error;
      missing.push(tool);
    }
  }
  if (missing.length === 0) return;
  throw measureError(
    CODE,
    `an app from a container image needs ${missing.join(' and ')}, not found on this machine.`,
    `Install them: apt-get install -y --no-install-recommends ${TOOLS.join(' ')}`,
  );
}
