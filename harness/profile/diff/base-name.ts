// SPDX-License-Identifier: Apache-2.0

/** What GCC, Clang and the linker put behind the name of a function that they copied, split, or made local. */
const ADDED = /\.(?:(?:constprop|isra|part|cold|llvm|lto_priv|localalias|specialized|clone)(?:\.\d+)*|\d+)$/;

/** What the kernel puts before the name of the padding before a function. */
const PADDING = /^__(?:pfx|cfi)_(?=.)/;

/** The name that a function has in its source: `foo` for `foo.constprop.0`, `foo.isra.1.cold`, `__pfx_foo`. */
export function baseName(name: string): string {
  let base = name.replace(PADDING, '');
  for (;;) {
    const shorter = base.replace(ADDED, '');
    if (shorter === base || shorter === '') return base;
    base = shorter;
  }
}
