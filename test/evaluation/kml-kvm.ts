// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { execa } from 'execa';
import { type EmulatedEntry, sshWords } from '../../harness/host/emulated/inventory-text.js';
import { fullCmdline } from '../../harness/image/boot-image.js';
import { commandRoot, passedLines, readCommands } from '../kml/support/commands.js';
import { type Variant, testKernel } from '../kml/support/kernels.js';
import { builtinSystems } from '../support/builtin.js';
import { lupineBench } from '../support/cli.js';

// Kernel Mode Linux under real KVM, on an emulated host: whether a call can come back with the FPU registers, or the CPU number, of somebody
// else: `npm run evaluate-kml [calls]`. Each kernel with one virtual CPU and, where it can, with two; 20 million calls each take hours.

const calls = process.argv[2] ?? '20000000';
const COMMANDS = [
  `foreign-registers ${calls}`,
  `foreign-cpu ${calls}`,
  'bad-destinations',
  'restart',
  'births 200',
  'mode',
];
const WITHIN_MS = 12 * 3_600_000;

/** Kernels, and the virtual CPUs to try each with. */
const KERNELS: [Variant, number[]][] = [
  ['kml', [1]],
  ['kml-preempt', [1, 2]],
];

const { hosts } = JSON.parse((await lupineBench(['hosts', 'emulate', '--detach', '--json'])).stdout) as {
  hosts: EmulatedEntry[];
};
const [host] = hosts;
if (host === undefined) throw new Error('no emulated host');
const ssh = async (command: string, input: Buffer = Buffer.alloc(0)): Promise<Buffer> => {
  const [program = '', ...words] = sshWords(host);
  const { stdout } = await execa(program, [...words, command], {
    input,
    encoding: 'buffer',
    timeout: WITHIN_MS,
  });
  return Buffer.from(stdout);
};

/** QEMU there, from the files that were put. */
function machine(cpus: number, cmdline: string): string {
  return [
    ...['qemu-system-x86_64', '-M', 'microvm,acpi=off,pit=on,pic=on,rtc=on,isa-serial=on', '-accel', 'kvm'],
    ...['-cpu', 'host', '-smp', String(cpus), '-m', '256M', '-nodefaults', '-no-user-config', '-no-reboot'],
    ...['-display', 'none', '-serial', 'stdio', '-device', 'isa-debug-exit,iobase=0xf4,iosize=4'],
    ...['-kernel', '/tmp/vmlinux', '-initrd', '/tmp/initrd', '-append', `'${cmdline}'`, '|| true'],
  ].join(' ');
}

try {
  const catalogue = await builtinSystems();
  const cmdline = fullCmdline(catalogue.resolve('lupine-general'), catalogue, 'wall').replace(
    /\bquiet\b/,
    'loglevel=5',
  );
  await ssh('cat >/tmp/initrd', await readFile(await commandRoot(COMMANDS, {}, WITHIN_MS)));
  for (const [variant, machines] of KERNELS) {
    await ssh('cat >/tmp/vmlinux', await readFile((await testKernel(variant)).path));
    for (const cpus of machines) {
      const boot = readCommands(COMMANDS, { console: await ssh(machine(cpus, cmdline)), stderr: '' });
      process.stdout.write(`${variant}, virtual CPUs: ${cpus}\n`);
      for (const command of COMMANDS.slice(0, 2))
        for (const line of passedLines(boot.of(command)).filter((said) => said.startsWith('wrong')))
          process.stdout.write(`  ${line}\n`);
      for (const command of COMMANDS.slice(2)) passedLines(boot.of(command));
    }
  }
} finally {
  await lupineBench(['hosts', 'stop', host.name]);
}
