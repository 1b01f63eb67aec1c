// SPDX-License-Identifier: Apache-2.0
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isLoopback } from '../core/redirects.js';
import { readRegular } from '../core/regular-file.js';

/** Longest file of passwords, bytes. */
const LONGEST = 1024 * 1024;

/** One line of such a file. */
interface Login {
  machine: string;
  login?: string | undefined;
  password?: string | undefined;
}

/**
 * What lets us into an HTTP store: the value of the header, or nothing. It is looked up by the host that is asked, in
 * LUPINE_BENCH_STORE_AUTH, else in the file that NETRC names or ~/.netrc; a line without a user is a bearer token. So what a project
 * names as its store never gets what is meant for another host, and nothing goes over a line that others can read.
 */
export async function authorizationFor(url: URL): Promise<string | undefined> {
  if (url.protocol !== 'https:' && !isLoopback(url)) return undefined;
  const found = loginsIn(await loginText()).find(
    ({ machine, password }) => password !== undefined && [url.host, url.hostname].includes(machine),
  );
  if (found?.password === undefined) return undefined;
  if (found.login === undefined) return `Bearer ${found.password}`;
  return `Basic ${Buffer.from(`${found.login}:${found.password}`).toString('base64')}`;
}

async function loginText(): Promise<string> {
  const given = process.env['LUPINE_BENCH_STORE_AUTH'] ?? '';
  if (given !== '') return given;
  const named = process.env['NETRC'] ?? '';
  const path = named === '' ? join(homedir(), '.netrc') : named;
  // A file of passwords that cannot be read is none; nothing of it may be in a message.
  return await readRegular(path, { most: LONGEST }).then(
    (bytes) => bytes.toString('utf8'),
    () => '',
  );
}

/** Lines `machine <host> [login <user>] password <password>`, as curl and git read them; `default` counts for no store. */
function loginsIn(text: string): Login[] {
  const logins: Login[] = [];
  let current: Login | undefined;
  const words = text
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .flatMap((line) => line.split(/[ \t\r]+/))
    .filter((word) => word !== '');
  for (let at = 0; at < words.length; at += 1) {
    const [word, value] = [words[at], words[at + 1]];
    if (word === 'default') current = undefined;
    if (value === undefined || word === 'default') continue;
    if (word === 'machine') {
      current = { machine: value };
      logins.push(current);
    } else if (word === 'login' && current !== undefined) current.login = value;
    else if (word === 'password' && current !== undefined) current.password = value;
    else if (word !== 'account') continue;
    at += 1;
  }
  return logins;
}
