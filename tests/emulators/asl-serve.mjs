// Runs executions in aws-local-stepfunctions, one after the other, with functions on the other side of standard input and output: see
// tests/Hoth.Local.Tests/StateMachines/Emulators. Every line is a JSON value:
//   in   { machine, input }                                     starts an execution
//   out  { call, payload }                                      calls a function; the next line in is its answer:
//   in   { result }, { error, message } or { hang: true }       the last for a function that never answers
//   out  { end: { status, output, error, cause } }              the execution is over
import { mock } from "node:test";
import { createInterface } from "node:readline";
import { run } from "./asl-engine.mjs";

// Timeouts end when the script says so: nobody waits 90 s for a function that will not answer.
mock.timers.enable({ apis: ["setTimeout"] });
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
for (let line = await next(); line; line = await next()) {
  const { path, ...end } = await run(line.machine, line.input, call);
  write({ end });
}

async function call(name, payload, state) {
  write({ call: name, payload });
  const answer = await next();
  if (!answer.hang) return answer;
  mock.timers.tick(state.TimeoutSeconds * 1000);
  return new Promise(() => {});
}

async function next() {
  const { value, done } = await lines.next();
  return done ? null : JSON.parse(value);
}

function write(value) {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
