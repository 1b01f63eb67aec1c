// SPDX-License-Identifier: Apache-2.0
// The prime factors of the number that is asked for, as JSON.
const { createServer } = require('node:http');

function factors(number) {
  const found = [];
  for (let divisor = 2; number > 1; divisor++) {
    for (; number % divisor === 0; number /= divisor) found.push(divisor);
  }
  return found;
}

createServer((request, response) => {
  const number = Number(new URL(request.url, 'http://localhost').searchParams.get('n'));
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify({ number, factors: factors(number) }));
}).listen(80, '127.0.0.1');
