// SPDX-License-Identifier: Apache-2.0
// Machine checks by QEMU's monitor: `mce` CPU bank status global-status address further; the bits are those of IA32_MCi_STATUS and
// IA32_MCG_STATUS (Intel's manual, volume 3, 16.3 and 16.9).

/** CPU model whose machine checks the kernel judges by Intel's rules; by AMD's each of these would end the machine. */
export const INTEL_CPU = 'max,vendor=GenuineIntel';

/** Valid, uncorrected, not enabled, of this processor alone: nobody has to do anything, and what was interrupted goes on. */
export const HARMLESS = 'mce 0 2 0xa000000000000000 0xd 0 0';

/**
 * A load of bad memory, which whoever loaded it has to answer for (valid, uncorrected, enabled, signalled, action required). Its
 * address is not a physical one, so the kernel cannot give the memory up and mend it.
 */
export const BAD_LOAD = 'mce 0 2 0xbd80000000000134 0x7 0x1000 0';
