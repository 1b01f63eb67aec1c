// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, readdir, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs a test in a folder of its own (with a space in its path unless named otherwise), which is removed afterwards. */
export async function inTemp<T>(test: (dir: string) => Promise<T>, name = 'lupine test-'): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), name));
  try {
    return await test(dir);
  } finally {
    await removePlaces(dir);
    await rm(dir, { recursive: true, force: true });
  }
}

/** A cache whose path no Makefile can hold has its sources elsewhere. */
async function removePlaces(dir: string): Promise<void> {
  for (const cache of [dir, ...(await readdir(dir).catch(() => [])).map((name) => join(dir, name))]) {
    const place = await readlink(join(cache, 'plain')).catch(() => '');
    if (/^\/var\/tmp\/lupine-bench-\w{6}$/.test(place)) await rm(place, { recursive: true, force: true });
  }
}

/** As {@link inTemp}, with a path that the kernel's build takes: no spaces. */
export async function inPlainTemp<T>(test: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'lupine-test-'));
  try {
    return await test(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** Runs a test with a cache of its own; the caller's setting comes back afterwards. */
export async function withCache<T>(dir: string, test: () => Promise<T>): Promise<T> {
  return await withEnvironment('LUPINE_BENCH_CACHE', dir, test);
}

/** Runs a test with an environment variable; the caller's setting comes back afterwards. */
export async function withEnvironment<T>(name: string, value: string, test: () => Promise<T>): Promise<T> {
  const before = process.env[name];
  process.env[name] = value;
  try {
    return await test();
  } finally {
    if (before === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = before;
  }
}

/** Gives each test of a suite a folder of its own, which is removed afterwards. */
export function useTempDir(): { readonly dir: string } {
  const temp = { dir: '' };
  beforeEach(async () => {
    temp.dir = await mkdtemp(join(tmpdir(), 'lupine-test-'));
  });
  afterEach(async () => {
    await rm(temp.dir, { recursive: true, force: true });
  });
  return temp;
}
