<?php
// SPDX-License-Identifier: Apache-2.0
// The n-th Fibonacci number, and a digest of its digits.
$n = (int) ($_GET['n'] ?? 0);
[$a, $b] = [0, 1];
for ($i = 0; $i < $n; $i++) {
    [$a, $b] = [$b, $a + $b];
}
header('Content-Type: text/plain');
printf("fib(%d) = %d, md5 %s\n", $n, $a, md5((string) $a));
