// fauxqs on loopback only: its own command line listens on every address. Argument: the port.
import { buildApp } from "fauxqs";

await buildApp({ logger: false }).listen({ port: Number(process.argv[2]), host: "127.0.0.1" });
