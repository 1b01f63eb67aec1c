// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { execa } from 'execa';
import { type EmulatedEntry, sshWords } from '../../harness/host/emulated/inventory-text.js';
import { fullCmdline } from '../../harness/image/boot-image.js';
import {
  type CommandBoot,
  bootCommands,
  commandRoot,
  passedLines,
  readCommands,
} from '../kml/support/commands.js';
import { type TestKernel, type Variant, testKernel } from '../kml/support/kernels.js';
import { requireQuiet } from '../kml/support/quiet.js';
import { builtinSystems } from '../support/builtin.js';
import { lupineBench } from '../support/cli.js';

// Millions of calls beside whatever could disturb them: FPU registers and the CPU number of others, signals in the red zone,
// restarts, probes: `npm run evaluate-kml -- [calls] [tcg|kvm] [command,...] [kernel,...]`. KVM is that of an emulated host. 20 million
// calls each take hours. LUPINE_TEST_KML_VERSION says of which kernel.

const [calls = '20000000', accelerator = 'kvm', chosen, kernels] = process.argv.slice(2);

/** Commands with so many calls; the others of the first two sleep 200 us at a time. */
const COMMANDS = [
  `foreign-registers ${calls} 200`,
  `foreign-cpu ${calls} 200`,
  `redzone-looks ${calls}`,
  `restarts ${calls}`,
  `uprobe-hits ${calls}`,
].filter((command) => chosen?.split(',').includes(command.split(' ')[0] ?? '') ?? true);

/** Behaviour that a few calls show. */
const ONCE = ['bad-destinations', 'restarts 1000', 'births 200', 'mode'];
const WITHIN_MS = 12 * 3_600_000;

/** Kernels, and the virtual CPUs to try each with. */
const KERNELS: [Variant, number[]][] = [
  ['kml', [1]],
  ['kml-preempt', [1, 2]],
  ['kml-smp', [2]],
];

type Boot = (kernel: TestKernel, cpus: number, commands: readonly string[]) => Promise<CommandBoot>;

const byTcg: Boot = async (kernel, cpus, commands) =>
  await bootCommands(kernel, commands, { cpus, timeoutMs: WITHIN_MS, withinMs: WITHIN_MS });

/** QEMU on the emulated host, from the files that were put there. */
function machine(cpus: number, cmdline: string): string {
  return [
    ...['qemu-system-x86_64', '-M', 'microvm,acpi=off,pit=on,pic=on,rtc=on,isa-serial=on', '-accel', 'kvm'],
    ...['-cpu', 'host', '-smp', String(cpus), '-m', '256M', '-nodefaults', '-no-user-config', '-no-reboot'],
    ...['-display', 'none', '-serial', 'stdio', '-device', 'isa-debug-exit,iobase=0xf4,iosize=4'],
    ...['-kernel', '/tmp/vmlinux', '-initrd', '/tmp/initrd', '-append', `'${cmdline}'`, '|| true'],
  ].join(' ');
}

function byKvm(host: EmulatedEntry): Boot {
  const ssh = async (command: string, input: Buffer = Buffer.alloc(0)): Promise<Buffer> => {
    const [program = '', ...words] = sshWords(host);
    const how = { input, encoding: 'buffer' as const, timeout: WITHIN_MS };
    return Buffer.from((await execa(program, [...words, command], how)).stdout);
  };
  return async (kernel, cpus, commands) => {
    const catalogue = await builtinSystems();
    const asked = fullCmdline(catalogue.resolve('lupine-general'), catalogue, 'wall');
    await ssh('cat >/tmp/initrd', await readFile(await commandRoot(commands, {}, WITHIN_MS)));
    await ssh('cat >/tmp/vmlinux', await readFile(kernel.path));
    const console = await ssh(machine(cpus, asked.replace(/\bquiet\b/, 'loglevel=5')));
    return readCommands(commands, { console, stderr: '' });
  };
}

async function evaluate(boot: Boot): Promise<void> {
  for (const [variant, machines] of KERNELS.filter(([name]) => kernels?.split(',').includes(name) ?? true)) {
    const kernel = await testKernel(variant);
    for (const cpus of machines) {
      process.stdout.write(`${variant}, virtual CPUs: ${cpus}\n`);
      for (const commands of [...COMMANDS.map((command) => [command]), ONCE]) {
        const said = await boot(kernel, cpus, commands);
        requireQuiet(said.decoded.kernel);
        const lines = commands.flatMap((command) => passedLines(said.of(command)));
        for (const line of lines.filter((text) => /^(?:wrong|hits)/.test(text)))
          process.stdout.write(`  ${line}\n`);
      }
    }
  }
}

if (accelerator === 'tcg') await evaluate(byTcg);
else {
  const { stdout } = await lupineBench(['hosts', 'emulate', '--detach', '--json']);
  const { hosts } = JSON.parse(stdout) as { hosts: EmulatedEntry[] };
  const [host] = hosts;
  if (host === undefined) throw new Error('no emulated host');
  try {
    await evaluate(byKvm(host));
  } finally {
    await lupineBench(['hosts', 'stop', host.name]);
  }
}
