// SPDX-License-Identifier: Apache-2.0
import { chmod, cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const FILES: Readonly<Record<string, string>> = {
  'sys/devices/system/cpu/smt/control': 'on',
  'sys/devices/system/cpu/cpufreq/policy0/scaling_governor': 'powersave',
  'sys/devices/system/cpu/cpufreq/policy1/scaling_governor': 'schedutil',
  'sys/devices/system/cpu/cpufreq/policy12/scaling_governor': 'powersave',
  'sys/devices/system/cpu/intel_pstate/no_turbo': '0',
  'sys/kernel/mm/transparent_hugepage/enabled': 'always [madvise] never',
  'sys/kernel/mm/ksm/run': '1',
  'proc/sys/kernel/nmi_watchdog': '1',
  'proc/irq/1/smp_affinity_list': '0-3',
  'proc/irq/17/smp_affinity_list': '2',
  'proc/irq/default_smp_affinity': 'f',
  'sys/fs/cgroup/cgroup.controllers': 'cpuset cpu memory',
  'sys/fs/cgroup/cgroup.subtree_control': 'cpu memory',
  'sys/fs/cgroup/cgroup.procs': '1',
};

/**
 * What the kernel does when a folder for a cgroup is made or removed: its files come and go with it. A shell with such
 * programs of its own (busybox) finds them by `sudo` alone.
 */
const PROGRAMS: Readonly<Record<string, string>> = {
  mkdir: `/bin/mkdir "$@" || exit 1
case "$1" in
  */lupine-bench) for file in cpuset.cpus cgroup.procs; do : >"$1/$file"; done; echo member >"$1/cpuset.cpus.partition" ;;
esac`,
  rmdir: `case "$1" in */lupine-bench) rm -f "$1"/* ;; esac
exec /bin/rmdir "$@"`,
  sudo: 'shift; exec "$@"',
};

/** A tree of settings as a kernel shows them, with the programs that keep it up. */
export interface FakeSysfs {
  root: string;
  /** Environment for scripts that work on it. */
  env: Record<string, string>;
  /** Value of each file; of several words that in brackets. */
  values: () => Promise<Record<string, string>>;
}

/** Makes one below a folder of the test. */
export async function fakeSysfs(dir: string): Promise<FakeSysfs> {
  const [root, bin] = [join(dir, 'the root'), join(dir, 'bin')];
  for (const [path, value] of Object.entries(FILES)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), `${value}\n`);
  }
  await mkdir(bin);
  for (const [name, text] of Object.entries(PROGRAMS)) {
    await writeFile(join(bin, name), `#!/bin/sh\n${text}\n`);
    await chmod(join(bin, name), 0o755);
  }
  return { root, env: { PATH: bin }, values: async () => await valuesOf(root) };
}

/** A copy of one, as it is now. */
export async function copyOf({ root, env }: FakeSysfs, to: string): Promise<FakeSysfs> {
  await cp(root, to, { recursive: true });
  return { root: to, env, values: async () => await valuesOf(to) };
}

async function valuesOf(root: string): Promise<Record<string, string>> {
  const names = (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const values = names.sort().map(async (name): Promise<[string, string]> => {
    const text = (await readFile(name, 'utf8')).trim();
    const value = /\[(.+)\]/.exec(text)?.[1] ?? text;
    // A kernel takes the controller out of the list; here the request stays to be seen.
    return [name.slice(root.length + 1), value === '-cpuset' ? 'cpu memory' : value];
  });
  return Object.fromEntries(await Promise.all(values));
}
