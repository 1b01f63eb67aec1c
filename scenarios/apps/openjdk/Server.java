// SPDX-License-Identifier: Apache-2.0
import com.sun.net.httpserver.HttpServer;
import java.math.BigInteger;
import java.net.InetSocketAddress;

/** Answers with the number of digits of the Fibonacci number that is asked for, and their sum. */
class Server {
    public static void main(String[] args) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 8080), 0);
        server.createContext("/", exchange -> {
            int n = Integer.parseInt(exchange.getRequestURI().getQuery().substring("n=".length()));
            String digits = fibonacci(n).toString();
            int sum = digits.chars().map(Character::getNumericValue).sum();
            byte[] answer = ("fib(" + n + ") has " + digits.length() + " digits, their sum is " + sum + "\n").getBytes();
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    private static BigInteger fibonacci(int n) {
        BigInteger a = BigInteger.ZERO, b = BigInteger.ONE;
        for (int i = 0; i < n; i++) {
            BigInteger sum = a.add(b);
            a = b;
            b = sum;
        }
        return a;
    }
}
