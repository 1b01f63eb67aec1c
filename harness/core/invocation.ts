// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { displayPath, packagePath, packageRoot } from './paths.js';

/** What a user types for a command of this program: npm's scripts in a checkout of it, elsewhere the program itself. */
export function userCommand(command: keyof typeof SCRIPTS, args: string): string {
  if (!inCheckout()) return `npx lupine-bench ${command} ${args}`;
  return `npm run ${SCRIPTS[command]} ${args}`;
}

/** How npm's scripts call a command. */
const SCRIPTS = {
  run: 'bench --',
  resume: 'resume --',
  profile: 'lupine-bench -- profile',
  gate: 'lupine-bench -- gate',
  compare: 'lupine-bench -- compare',
} as const;

/** What a user types to install the packages of the system that measuring needs. */
export function setupCommand(): string {
  return inCheckout() ? 'make setup' : `sh ${displayPath(packagePath('harness', 'host', 'setup.sh'))} bench`;
}

function inCheckout(): boolean {
  const here = `${process.cwd()}/`.startsWith(`${packageRoot}/`);
  return here && !packageRoot.includes('/node_modules/');
}

/**
 * The folder in which the user is. A script of npm runs in the folder of its package, whatever folder the user called it from;
 * npm says which that was.
 */
export function userFolder(env: Readonly<NodeJS.ProcessEnv>, cwd: string): string {
  const { INIT_CWD: from = '', npm_package_json: script = '' } = env;
  return script === `${cwd}/package.json` && existsSync(from) ? from : cwd;
}
