// SPDX-License-Identifier: Apache-2.0
import { type JobOptions, makeJob } from '../../harness/app/make-job.js';
import type { AppDeclaration, AppFile } from '../../harness/app/types.js';
import { buildRootfs } from '../../harness/image/rootfs/build.js';
import type { Rootfs } from '../../harness/image/rootfs/types.js';

/** An app of two files that needs nothing. */
const SMALL_APP: AppDeclaration = {
  name: 'test',
  title: 'Test',
  files: [
    { path: '/hello', mode: '0755', guest: 'hello' },
    { path: '/etc/text', content: 'text\n' },
  ],
  command: ['/hello'],
  network: 'none',
  ready: { exit: 0 },
  checks: [],
};

/** Builds the root of that app, changed as given, for a boot unless the job is another one. */
export async function buildSmallRoot(
  change: Partial<AppDeclaration> = {},
  options: Partial<JobOptions> = {},
): Promise<Rootfs> {
  const app = { ...SMALL_APP, ...change };
  const job = makeJob(app, { clock: 'wall', purpose: 'boot', ...options });
  return await buildRootfs({ app, appDir: '/nowhere', job });
}

/** The change that gives the app one file more. */
export function withFile(file: AppFile): Partial<AppDeclaration> {
  return { files: [...(SMALL_APP.files ?? []), file] };
}
