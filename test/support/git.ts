// SPDX-License-Identifier: Apache-2.0
import { execa } from 'execa';

const ME = {
  GIT_AUTHOR_NAME: 'me',
  GIT_AUTHOR_EMAIL: 'me@example.org',
  GIT_COMMITTER_NAME: 'me',
  GIT_COMMITTER_EMAIL: 'me@example.org',
};

/** What git says in a folder, whoever calls it. */
export async function gitIn(folder: string, ...args: string[]): Promise<string> {
  const settings = ['-c', 'commit.gpgsign=false', '-c', 'protocol.file.allow=always'];
  return (await execa('git', ['-C', folder, ...settings, ...args], { env: ME })).stdout;
}

/** Commits everything in a folder; gives the hash. */
export async function commitAll(folder: string, message: string): Promise<string> {
  await gitIn(folder, 'add', '--all');
  await gitIn(folder, 'commit', '--quiet', '--no-verify', '--allow-empty', '-m', message);
  return await gitIn(folder, 'rev-parse', 'HEAD');
}
