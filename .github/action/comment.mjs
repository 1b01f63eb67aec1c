// SPDX-License-Identifier: Apache-2.0
// Writes the result of a gate under its pull request, or changes the comment that is there already.
// usage: comment.mjs own            in the job of the gate: the text is in LUPINE_COMMENT_FILE
//        comment.mjs fork <folder>  in a `workflow_run`: comment.md and number come from a run that anybody may have started
// environment: GITHUB_EVENT_PATH, GITHUB_REPOSITORY, GITHUB_API_URL, LUPINE_TOKEN
// exit: 0, also where the comment cannot be written: that must not change a verdict. 1 for data of a fork that is not what it should be.
import { constants } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const MOST_BYTES = 65_536;
const MARK = '<!-- lupine-bench gate -->';

/** Somebody else's data is not what it should be. */
class Refused extends Error {}

/** A file that somebody else wrote: no link, no device, and no more than GitHub takes. */
async function readUntrusted(path, most = MOST_BYTES) {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    (error) => {
      throw new Refused(`a file of the run cannot be read: ${String(error.code)}`);
    },
  );
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new Refused('a file of the run is no plain file');
    if (stat.size > most)
      throw new Refused(`a file of the run has ${stat.size} bytes, and ${most} are the most`);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** What GitHub shows of such a text: our table, and no character that nobody sees, nobody who is called, no link, no other tag. */
function harmless(text) {
  return text
    .replaceAll(
      /[^\n\t\x20-\x7e\u00a0-\u200a\u2010-\u2027\u2030-\u205f\u2070-\ud7ff\u{10000}-\u{1fbff}]/gu,
      '\ufffd',
    )
    .replaceAll(/<(?!br>|!-- -->)/g, '&lt;')
    .replaceAll(/(?<!\\)\[/g, '\\[')
    .replaceAll('](', ']\u200a(')
    .replaceAll(/:(?=\/\/)/g, ':\u200a')
    .replaceAll(/www\./gi, 'www\u200a.')
    .replaceAll(/@(?=[A-Za-z0-9])/g, '@\u200a');
}

async function api(path, { method = 'GET', body } = {}) {
  const response = await fetch(
    `${process.env.GITHUB_API_URL}/repos/${process.env.GITHUB_REPOSITORY}${path}`,
    {
      method,
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${process.env.LUPINE_TOKEN}`,
        'content-type': 'application/json',
        'x-github-api-version': '2022-11-28',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    },
  );
  if (!response.ok)
    throw Object.assign(new Error(`GitHub answered ${response.status}`), { status: response.status });
  return await response.json();
}

/** The pull request that a run of a workflow was for: the one that the run names must have the commit that GitHub says was checked. */
async function numberOfRun(event, folder) {
  const said = (await readUntrusted(join(folder, 'number'), 20)).trim();
  if (!/^[1-9][0-9]{0,9}$/.test(said)) throw new Refused('the run names no pull request');
  const { head_sha: sha, event: kind, head_repository: repository } = event.workflow_run;
  if (kind !== 'pull_request') throw new Refused('the run was not for a pull request');
  const pull = await api(`/pulls/${said}`);
  if (pull.head?.sha !== sha || pull.head?.repo?.full_name !== repository?.full_name)
    throw new Refused(`pull request ${said} is not at the commit of the run`);
  return Number(said);
}

/** Pages of comments that are looked through for an earlier one. */
const MOST_PAGES = 20;

async function earlierComment(number) {
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const comments = await api(`/issues/${number}/comments?per_page=100&page=${page}`);
    const own = comments.find(({ body = '', user }) => user?.type === 'Bot' && body.startsWith(MARK));
    if (own !== undefined || comments.length < 100) return own?.id;
  }
  return undefined;
}

async function write(number, text) {
  const body = `${MARK}\n${text}`.slice(0, MOST_BYTES);
  const earlier = await earlierComment(number);
  if (earlier === undefined) await api(`/issues/${number}/comments`, { method: 'POST', body: { body } });
  else await api(`/issues/comments/${earlier}`, { method: 'PATCH', body: { body } });
  console.log(`The comment is under pull request ${number}.`);
}

async function main([mode, folder = '.']) {
  const event = JSON.parse(await readFile(process.env.GITHUB_EVENT_PATH, 'utf8'));
  if (mode === 'fork') {
    const text = harmless(await readUntrusted(join(folder, 'comment.md')));
    return await write(await numberOfRun(event, folder), text);
  }
  const number = event.pull_request?.number;
  if (number === undefined) return console.log('This is no pull request: there is no place for a comment.');
  const text = await readFile(process.env.LUPINE_COMMENT_FILE, 'utf8').catch(() => undefined);
  if (text === undefined) return console.log('The gate came to no result: there is nothing to write.');
  return await write(number, text);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof Refused) {
    console.log(`::error title=lupine-bench::${error.message}`);
    process.exitCode = 1;
  } else if (error.status === 403 || error.status === 404 || error.status === 401) {
    console.log(
      '::warning title=lupine-bench::The comment was not written: the token may not. Give the job `pull-requests: write`; for pull requests of forks use a workflow_run (docs/gate.md). The verdict is not changed by this.',
    );
  } else {
    const why = String(error.message)
      .replaceAll(/[^\x20-\x7e]/g, '?')
      .slice(0, 200);
    console.log(
      `::warning title=lupine-bench::The comment was not written: ${why}. The verdict is not changed by this.`,
    );
  }
}
