// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { packagePath } from '../../../harness/core/paths.js';
import { type StepEnd, runnerIn } from '../../support/runner.js';
import { inTemp } from '../../support/temp.js';

const OWN = 'node "$GITHUB_ACTION_PATH/.github/action/comment.mjs" own';
const FORK = 'node .github/action/comment.mjs fork "$RUNNER_TEMP/gate-comment"';
const SHA = 'a'.repeat(40);
const RUN = { event: 'pull_request', head_sha: SHA, head_repository: { full_name: 'them/fork' } };
const PULL = { head: { sha: SHA, repo: { full_name: 'them/fork' } } };

/** What GitHub was asked: method, path, text of a comment. */
type Asked = [method: string, path: string, body: string];

/** Answers of GitHub by method and path; 403 for everything else. */
async function withGithub(
  answers: Readonly<Record<string, unknown>>,
  test: (url: string, asked: Asked[]) => Promise<void>,
): Promise<void> {
  const asked: Asked[] = [];
  const server: Server = createServer((request, response) => {
    let text = '';
    request.on('data', (data: Buffer) => (text += data.toString()));
    request.on('end', () => {
      const { method = '', url = '' } = request;
      const path = url.replace('/repos/us/ours', '').replace(/\?.*/, '');
      const { body = '' } = text === '' ? {} : (JSON.parse(text) as { body?: string });
      asked.push([method, path, body]);
      const answer = new Map(Object.entries(answers)).get(`${method} ${path}`);
      response.writeHead(answer === undefined ? 403 : 200);
      response.end(JSON.stringify(answer ?? { message: 'Resource not accessible by integration' }));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    await test(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked);
  } finally {
    server.close();
  }
}

const WRITABLE = {
  'GET /issues/7/comments': [],
  'POST /issues/7/comments': {},
  'PATCH /issues/comments/5': {},
  'GET /pulls/7': PULL,
};

/** Executes a step with an event, and with what a run has left for it. */
async function comment(
  command: string,
  event: unknown,
  {
    url,
    files = {},
    prepare,
  }: { url: string; files?: Record<string, string>; prepare?: (folder: string) => Promise<void> },
): Promise<StepEnd> {
  let end: StepEnd | undefined;
  await inTemp(async (dir) => {
    const runner = await runnerIn(dir);
    const folder = join(dir, 'gate-comment');
    await mkdir(folder);
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    await prepare?.(folder);
    await writeFile(join(dir, 'event.json'), JSON.stringify(event));
    end = await runner.step(command, packagePath(), {
      ...{ GITHUB_EVENT_PATH: join(dir, 'event.json'), GITHUB_REPOSITORY: 'us/ours', GITHUB_API_URL: url },
      ...{ LUPINE_TOKEN: 'token', LUPINE_COMMENT_FILE: join(folder, 'comment.md') },
    });
  });
  assert.ok(end !== undefined);
  return end;
}

describe('the comment under a pull request', function () {
  this.timeout(60_000);
  const pull = { pull_request: { number: 7 } };
  const files = { 'comment.md': '## pass: head\n', number: '7\n' };

  it('is written once, and changed afterwards', () =>
    withGithub(WRITABLE, async (url, asked) => {
      const first = await comment(OWN, pull, { url, files });
      assert.equal(first.exitCode, 0, first.stdout);
      assert.deepEqual(asked.at(-1), [
        'POST',
        '/issues/7/comments',
        '<!-- lupine-bench gate -->\n## pass: head\n',
      ]);
      const earlier = { id: 5, user: { type: 'Bot' }, body: '<!-- lupine-bench gate -->\nold' };
      const somebodys = { ...earlier, id: 4, user: { type: 'User' } };
      await withGithub(
        { ...WRITABLE, 'GET /issues/7/comments': [somebodys, earlier] },
        async (other, later) => {
          await comment(OWN, pull, { url: other, files });
          assert.deepEqual(later.at(-1)?.slice(0, 2), ['PATCH', '/issues/comments/5']);
        },
      );
    }));

  it('that may not be written is said, and fails nothing', () =>
    withGithub({ 'GET /issues/7/comments': [] }, async (url) => {
      const { exitCode, stdout } = await comment(OWN, pull, { url, files });
      assert.equal(exitCode, 0);
      assert.match(stdout, /^::warning title=lupine-bench::The comment was not written: the token may not\./);
      const gone = await comment(OWN, pull, { url: 'http://127.0.0.1:1', files });
      assert.deepEqual([gone.exitCode, /^::warning .* was not written: /.test(gone.stdout)], [0, true]);
      assert.equal((await comment(OWN, { after: SHA }, { url, files })).exitCode, 0);
      assert.equal((await comment(OWN, pull, { url })).exitCode, 0);
    }));

  it('of a fork is written where its run was for that pull request', () =>
    withGithub(WRITABLE, async (url, asked) => {
      const { exitCode, stdout } = await comment(FORK, { workflow_run: RUN }, { url, files });
      assert.equal(exitCode, 0, stdout);
      assert.deepEqual(asked.at(-1)?.slice(0, 2), ['POST', '/issues/7/comments']);
    }));

  it('of a fork calls nobody, links to nothing and has no tag but ours', () =>
    withGithub(WRITABLE, async (url, asked) => {
      const hostile =
        '| a<br>b | x@<!-- -->y |\n@everyone [x](https://evil.example) ![y](http://evil.example/z) <img src=x> www.evil.example <!-- lupine-bench gate -->\u202e\u0000\n::error::x';
      await comment(FORK, { workflow_run: RUN }, { url, files: { ...files, 'comment.md': hostile } });
      const body = asked.at(-1)?.[2] ?? '';
      assert.match(body, /^<!-- lupine-bench gate -->\n\| a<br>b \| x@<!-- -->y \|\n/);
      assert.doesNotMatch(body, /@[a-z]|\]\(|:\/\/|www\.|<img|[\u202e\u0000]|(?<!\\)\[|.<!-- lupine/);
    }));

  const other = { ...PULL, head: { ...PULL.head, sha: 'b'.repeat(40) } };
  const elsewhere = { ...PULL, head: { ...PULL.head, repo: { full_name: 'us/ours' } } };
  const refused: [what: string, files: Record<string, string>, pull: unknown, event: unknown][] = [
    ['names another pull request', files, other, RUN],
    ['names a pull request of another fork', files, elsewhere, RUN],
    ['names none', { ...files, number: '7/../../8' }, PULL, RUN],
    ['names it at length', { ...files, number: '7'.repeat(100) }, PULL, RUN],
    ['was for a push', files, PULL, { ...RUN, event: 'push' }],
    ['says too much', { ...files, 'comment.md': 'x'.repeat(65_537) }, PULL, RUN],
    ['says nothing', { number: '7' }, PULL, RUN],
  ];
  for (const [what, left, answer, run] of refused) {
    it(`of a run that ${what} is refused, and nothing is written`, () =>
      withGithub({ ...WRITABLE, 'GET /pulls/7': answer }, async (url, asked) => {
        const { exitCode, stdout } = await comment(FORK, { workflow_run: run }, { url, files: left });
        assert.equal(exitCode, 1, stdout);
        assert.match(stdout, /^::error title=lupine-bench::[^\n]*$/);
        assert.ok(asked.every(([method]) => method === 'GET'));
      }));
  }

  it('that is a link to something else is refused', () =>
    withGithub(WRITABLE, async (url) => {
      for (const [name, to] of [
        ['comment.md', '/etc/passwd'],
        ['number', '/dev/zero'],
      ] as const) {
        const prepare = async (folder: string): Promise<void> => {
          await rm(join(folder, name));
          await symlink(to, join(folder, name));
        };
        assert.equal((await comment(FORK, { workflow_run: RUN }, { url, files, prepare })).exitCode, 1);
      }
    }));
});
