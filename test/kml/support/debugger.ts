// SPDX-License-Identifier: Apache-2.0
import type { Socket } from 'node:net';
import { connectTo } from './monitor.js';

/** A machine under a debugger (GDB's remote protocol, as QEMU speaks it); it stands still whenever a method returns. */
export interface Debugger {
  /** Stops at an instruction from now on. */
  breakAt(address: bigint): Promise<void>;
  /** Does not any more. */
  unbreak(address: bigint): Promise<void>;
  /** Lets the machine run to the next stop; false when it has ended. */
  run(): Promise<boolean>;
  /** Lets the machine run to an instruction; fails when it has ended before. */
  runTo(address: bigint): Promise<void>;
  /** Carries out one instruction, no interrupt coming between. */
  step(): Promise<void>;
  /** Address of the next instruction. */
  programCounter(): Promise<bigint>;
  /** Has the machine go on at another instruction. */
  jump(address: bigint): Promise<void>;
  /** All general registers, by their names without the `r`, and `ip`. */
  registers(): Promise<Map<string, bigint>>;
  /** The eight bytes at an address; undefined where nothing is mapped. */
  read(address: bigint): Promise<bigint | undefined>;
  /** A command of QEMU's monitor. */
  monitor(command: string): Promise<void>;
  /** Lets the machine go. */
  release(): void;
}

/** Registers in the order of the protocol, eight bytes each. */
const ORDER = [
  ...['ax', 'bx', 'cx', 'dx', 'si', 'di', 'bp', 'sp'],
  ...['r8', 'r9', 'r10', 'r11', 'r12', 'r13', 'r14', 'r15', 'ip'],
];

const REGISTERS = /^[0-9a-f]{300,}$/;

/** Connects to a machine that waits for a debugger. */
export async function attach(path: string, running: AbortSignal): Promise<Debugger> {
  const socket = await connectTo(path, running);
  const replies = packetsOf(socket);
  const send = (body: string): void => {
    const sum = [...Buffer.from(body, 'latin1')].reduce((total, byte) => (total + byte) & 0xff, 0);
    socket.write(`$${body}#${sum.toString(16).padStart(2, '0')}`);
  };
  const ask = async (body: string): Promise<string> => {
    send(body);
    return await replies.next();
  };
  const must = async (body: string, wanted: RegExp): Promise<string> => {
    const reply = await ask(body);
    if (!wanted.test(reply)) throw new Error(`the debugger's stub answered "${reply}" to "${body}"`);
    return reply;
  };
  const registers = async (): Promise<Map<string, bigint>> => {
    const bytes = Buffer.from(await must('g', REGISTERS), 'hex');
    return new Map(ORDER.map((name, index) => [name, bytes.readBigUInt64LE(8 * index)]));
  };
  const breakAt = async (address: bigint): Promise<void> => {
    await must(`Z1,${address.toString(16)},1`, /^OK$/);
  };
  const unbreak = async (address: bigint): Promise<void> => {
    await must(`z1,${address.toString(16)},1`, /^OK$/);
  };
  const run = async (): Promise<boolean> => /^[TS]/.test(await ask('c'));
  await must('?', /^[TS]/);
  return {
    breakAt,
    unbreak,
    run,
    async runTo(address) {
      await breakAt(address);
      if (!(await run())) throw new Error(`the machine ended before it came to ${address.toString(16)}`);
      await unbreak(address);
    },
    async step() {
      await must('s', /^[TS]/);
    },
    async programCounter() {
      return (await registers()).get('ip') ?? 0n;
    },
    async jump(address) {
      const bytes = Buffer.from(await must('g', REGISTERS), 'hex');
      bytes.writeBigUInt64LE(address, 8 * ORDER.indexOf('ip'));
      await must(`G${bytes.toString('hex')}`, /^OK$/);
    },
    registers,
    async read(address) {
      const reply = await ask(`m${address.toString(16)},8`);
      return /^[0-9a-f]{16}$/.test(reply) ? Buffer.from(reply, 'hex').readBigUInt64LE() : undefined;
    },
    async monitor(command) {
      await must(`qRcmd,${Buffer.from(command).toString('hex')}`, /^OK$/);
    },
    release() {
      send('D');
      socket.end();
    },
  };
}

/** Replies in order; acknowledges each. When the connection ends, every further reply is `W`. */
function packetsOf(socket: Socket): { next(): Promise<string> } {
  const packets: string[] = [];
  const waiting: ((packet: string) => void)[] = [];
  let rest = '';
  let ended = false;
  const deliver = (packet: string): void => {
    const first = waiting.shift();
    if (first === undefined) packets.push(packet);
    else first(packet);
  };
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    rest += chunk;
    for (;;) {
      const found = /^[^$]*\$([^#]*)#../.exec(rest);
      if (found === null) return;
      rest = rest.slice(found[0].length);
      socket.write('+');
      deliver(found[1] ?? '');
    }
  });
  const end = (): void => {
    ended = true;
    for (const resolve of waiting.splice(0)) resolve('W');
  };
  socket.on('error', end).on('close', end);
  return {
    next: async () => {
      const packet = packets.shift();
      if (packet !== undefined) return packet;
      if (ended) return 'W';
      return await new Promise((resolve) => waiting.push(resolve));
    },
  };
}
