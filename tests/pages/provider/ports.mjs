// Ports of programs that others must know before they start.
import { createServer } from "node:net";

// Below the ports that the system gives to connections.
const [FIRST, LAST] = [20_000, 32_000];

// Some free ports of this machine.
export async function freePorts(number) {
  const servers = [];
  while (servers.length < number) {
    const server = await listening(FIRST + Math.floor(Math.random() * (LAST - FIRST)));
    if (server) servers.push(server);
  }
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

// A server on a port, or nothing if the port is in use.
async function listening(port) {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(undefined));
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}
