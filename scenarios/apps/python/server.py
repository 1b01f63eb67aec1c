# SPDX-License-Identifier: Apache-2.0
"""Answers one line per connection: the digits of the factorial that is asked for, counted and summed."""

from math import factorial
from socketserver import StreamRequestHandler, TCPServer


class Answer(StreamRequestHandler):
    def handle(self):
        line = self.rfile.readline()
        if not line:  # connected to see whether we are there
            return
        number = int(line)
        digits = str(factorial(number))
        total = sum(map(int, digits))
        self.wfile.write(f"{number}! has {len(digits)} digits, their sum is {total}\n".encode())


TCPServer(("127.0.0.1", 8000), Answer).serve_forever()
