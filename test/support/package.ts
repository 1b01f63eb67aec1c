// SPDX-License-Identifier: Apache-2.0
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../../harness/core/paths.js';

/** What a program printed, and how it ended. */
interface Called {
  stdout: string;
  stderr: string;
  exitCode: number | undefined;
}

/** The package as npm publishes it, installed into an empty folder. */
export interface InstalledPackage {
  /** The folder. */
  dir: string;
  /** Calls the program there, as a user does. */
  lupineBench: (...args: string[]) => Promise<Called>;
}

/** Without npm's own variables, which would make it work on the package that runs the tests. */
const PLAIN = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^npm_|^INIT_CWD$/i.test(name)),
);

async function call(cwd: string, program: string, ...args: string[]): Promise<Called> {
  const { stdout, stderr, exitCode } = await execa(program, args, {
    ...{ cwd, reject: false, env: PLAIN, extendEnv: false },
  });
  return { stdout, stderr, exitCode };
}

/** Packs and installs the package before the tests of a suite; what it depends on comes from npm's cache, or from the registry. */
export function installedPackage(): () => InstalledPackage {
  let temp = '';
  before(async () => {
    temp = await mkdtemp(join(tmpdir(), 'lupine-package-'));
    await npm(packageRoot, 'pack', '--silent', '--pack-destination', temp);
    const [tarball = ''] = (await readdir(temp)).filter((name) => name.endsWith('.tgz'));
    await mkdir(join(temp, 'empty'));
    const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
    const from = ['--prefer-offline', '--omit=dev'];
    await npm(join(temp, 'empty'), 'install', ...from, ...quiet, join(temp, tarball));
  });
  after(() => rm(temp, { recursive: true, force: true }));
  return () => {
    const dir = join(temp, 'empty');
    return { dir, lupineBench: (...args) => call(dir, 'npx', '--no-install', 'lupine-bench', ...args) };
  };
}

async function npm(cwd: string, ...args: string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await call(cwd, 'npm', ...args);
  if (exitCode === 0) return;
  const need = "an installation needs npm's registry or what its cache has of it";
  throw new Error(`npm ${args[0] ?? ''} failed; ${need}:\n${stdout}\n${stderr}`);
}
