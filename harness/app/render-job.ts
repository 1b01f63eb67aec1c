// SPDX-License-Identifier: Apache-2.0
import { usageError } from '../core/errors.js';
import type { Job, JobProgram } from './job.js';
import type { Expectation, FunctionalCheck, Readiness } from './check-types.js';

/** Guest time limits of steps that do not state their own, ms. */
export const DEFAULT_LIMITS = { ready: 10_000, exchange: 5_000, output: 1_000 } as const;

/** PID 1 refuses longer jobs and lines of more tokens. */
const MAX_BYTES = 64 * 1024;
const MAX_TOKENS = 64;
const MAX_ENV = 62;

/** It reports no more of a name, bytes: each may become four characters of a frame. */
const MAX_NAME = 190;

/** Text, or bytes that are none. */
type Token = string | Buffer;

/** One token: bytes outside printable ASCII, the space and the percent sign become %xx; nothing becomes a lone `%`. */
export function encodeToken(token: Token): string {
  if (token.length === 0) return '%';
  let text = '';
  for (const byte of Buffer.from(token)) {
    const plain = byte > 0x20 && byte < 0x7f && byte !== 0x25;
    text += plain ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, '0')}`;
  }
  return text;
}

/**
 * Writes a job as the lines that `kernel/init` carries out; `kernel/init/README.md` describes them.
 * @throws BenchError `JOB_INVALID` (exit 2) for what PID 1 could not carry out.
 */
export function renderJob(job: Job): string {
  const lines: Token[][] = [
    ['lupine-job', '1'],
    ['end', job.end],
    ...(job.tscHz === undefined ? [] : [['tsc-hz', String(job.tscHz)]]),
    ...job.mounts.map((mount) => [
      optional('mount', mount.optional),
      mount.type,
      mount.target,
      ...(mount.options === undefined ? [] : [mount.type, mount.options]),
    ]),
    ...job.nodes.map((node) => [
      optional('node', node.optional),
      node.kind,
      ...[node.major, node.minor, node.mode].map(String),
      node.path,
    ]),
    ...job.settings.map(({ path, value, ...rest }) => [optional('write', rest.optional), path, value]),
    ...job.limits.map(({ name, soft, hard }) => ['rlimit', name, String(soft), String(hard ?? soft)]),
    ...(job.loopback ? [['loopback']] : []),
    ...ethernet(job),
    ...(job.privileged ? [['privileged']] : []),
    ...launch(job.app),
    ...(job.app.reportsMain ? [['main-mark']] : []),
    ['app', ...job.app.argv],
    readiness(job.ready),
    ...job.checks.map(check),
    ...job.clients.flatMap((client) => [
      ...launch(client),
      ['client', client.name, String(client.withinMs), ...client.argv],
    ]),
    ['finish'],
  ];
  const long = [...job.checks, ...job.clients].find(({ name }) => Buffer.byteLength(name) > MAX_NAME);
  if (long !== undefined)
    throw invalid(`the name "${long.name.slice(0, 40)}..." has more than ${MAX_NAME} bytes`);
  const text = lines.map((tokens) => `${tokens.map(encodeToken).join(' ')}\n`).join('');
  const longest = Math.max(...lines.map((tokens) => tokens.length));
  if (longest > MAX_TOKENS) throw invalid(`a line has ${longest} words, more than ${MAX_TOKENS}`);
  if (lines.some((tokens) => asText(tokens).some((token) => token.includes('\0'))))
    throw invalid('a value contains a zero byte');
  if (text.length > MAX_BYTES) throw invalid(`it has ${text.length} bytes, more than ${MAX_BYTES}`);
  return text;
}

/** The words that PID 1 reads as text. What it sends and compares it knows by length: there a zero byte is a byte. */
function asText(tokens: readonly Token[]): readonly Token[] {
  if (tokens[0] !== 'check-tcp') return tokens;
  return tokens.filter((_, at) => at < 5 || tokens[at - 1] === 'suffix-file');
}

function invalid(why: string): Error {
  return usageError(
    'JOB_INVALID',
    `The guest cannot carry out this job: ${why}.`,
    'Correct the app declaration.',
  );
}

function optional(word: string, mayFail: boolean | undefined): string {
  return mayFail === true ? `${word}?` : word;
}

function ethernet({ ethernet: card }: Job): string[][] {
  if (card === undefined) return [];
  const gateway = card.gateway === undefined ? [] : [card.gateway];
  return [['interface', card.name, card.address, card.netmask, ...gateway]];
}

function launch(program: JobProgram): string[][] {
  const env = Object.entries(program.env);
  if (env.length > MAX_ENV) throw invalid(`${env.length} environment variables, more than ${MAX_ENV}`);
  if (program.argv[0]?.startsWith('/') !== true)
    throw invalid('a command does not begin with an absolute path');
  return [
    ...env.map(([name, value]) => ['env', `${name}=${value}`]),
    ...(program.cwd === undefined ? [] : [['cwd', program.cwd]]),
    ...(program.user === undefined ? [] : [['user', String(program.user.uid), String(program.user.gid)]]),
  ];
}

function readiness(ready: Readiness): string[] {
  const ways = [
    ...(ready.tcp === undefined ? [] : [['tcp', String(ready.tcp)]]),
    ...(ready.exit === undefined ? [] : [['exit', String(ready.exit)]]),
    ...(ready.line === undefined ? [] : [['line', ready.line]]),
  ];
  const [way] = ways;
  if (way === undefined || ways.length > 1) throw invalid('`ready` needs exactly one of tcp, exit and line');
  return ['ready', way[0] ?? '', String(ready.withinMs ?? DEFAULT_LIMITS.ready), way[1] ?? ''];
}

function check(check: FunctionalCheck): Token[] {
  if (!('tcp' in check)) {
    const limit = String(check.withinMs ?? DEFAULT_LIMITS.output);
    return ['check-output', check.name, limit, check.stream ?? 'stdout', check.line];
  }
  const limit = String(check.withinMs ?? DEFAULT_LIMITS.exchange);
  const bytes = (text: string): Token => (check.encoding === 'latin1' ? latin1(text, check.name) : text);
  const expectations = expectation(check.expect, bytes);
  if (expectations.length === 0) throw invalid(`check \`${check.name}\` expects nothing`);
  return [
    'check-tcp',
    check.name,
    limit,
    String(check.tcp),
    check.until ?? 'match',
    bytes(check.send),
    ...expectations,
  ];
}

function latin1(text: string, name: string): Buffer {
  if (/^[\x00-\xff]*$/.test(text)) return Buffer.from(text, 'latin1');
  throw invalid(`check \`${name}\` has a character above U+00FF, which is no byte`);
}

function expectation(expect: Expectation, bytes: (text: string) => Token): Token[] {
  const { exact, prefix, contains, suffix, suffixFile } = expect;
  const words = { exact, prefix, contains, suffix };
  return [
    ...Object.entries(words).flatMap(([word, value]) => (value === undefined ? [] : [word, bytes(value)])),
    ...(suffixFile === undefined ? [] : ['suffix-file', suffixFile]),
  ];
}
