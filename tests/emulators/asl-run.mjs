// Runs the cases that come on standard input through aws-local-stepfunctions and writes what came of each: see
// tests/Hoth.Local.Tests/StateMachines.
import { isDeepStrictEqual } from "node:util";
import { run } from "./asl-engine.mjs";

const cases = JSON.parse(await read(process.stdin));
const results = [];
for (const { machine, input, tasks } of cases) {
  const used = {};
  results.push(await run(machine, input, (name, payload) => answer(name, payload, tasks, used)));
}

process.stdout.write(JSON.stringify(results));

async function answer(name, payload, tasks, used) {
  const answers = tasks[name];
  const others = answers.filter((one) => !("when" in one));
  let found = answers.find((one) => "when" in one && isDeepStrictEqual(one.when, payload));
  if (!found) {
    used[name] = (used[name] ?? -1) + 1;
    found = others[Math.min(used[name], others.length - 1)];
  }

  if (found.hang) await new Promise(() => {});
  return found.echo ? { result: payload } : found;
}

async function read(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
