// Runs the cases that come on standard input through aws-local-stepfunctions and writes what came of each: see
// tests/Hoth.Local.Tests/StateMachines. Waits and retry delays take no time.
import { StateMachine } from "aws-local-stepfunctions";
import { isDeepStrictEqual } from "node:util";

const cases = JSON.parse(await read(process.stdin));
const results = [];
for (const item of cases) {
  results.push(await run(item));
}

process.stdout.write(JSON.stringify(results));

async function run({ machine, input, tasks }) {
  const overrides = { taskResourceLocalHandlers: {}, waitTimeOverrides: {}, retryIntervalOverrides: {} };
  const used = {};
  for (const [name, state] of states(machine)) {
    if (state.Type === "Task") overrides.taskResourceLocalHandlers[name] = (request) => invoke(request, tasks, used);
    if (state.Type === "Wait" && !state.SecondsPath && !state.TimestampPath) overrides.waitTimeOverrides[name] = 0;
    if (state.Retry) overrides.retryIntervalOverrides[name] = 0;
  }

  const path = [];
  try {
    const execution = new StateMachine(machine, { validationOptions: { noValidate: true } }).run(input ?? null, { overrides });
    const followed = follow(execution.eventLogs, path);
    const output = await execution.result.finally(() => followed);
    return { status: "SUCCEEDED", output: output ?? null, error: null, cause: null, path };
  } catch (error) {
    const name = error.name === "ExecutionTimeoutError" ? "States.Timeout" : error.cause?.name ?? error.name;
    const cause = error.cause?.message ?? null;
    return { status: error.name === "ExecutionTimeoutError" ? "TIMED_OUT" : "FAILED", output: null, error: name ?? null, cause, path };
  }
}

async function follow(events, path) {
  const suffixes = { StateEntered: "", StateRetried: ":retry", StateCaught: ":caught" };
  for await (const event of events) {
    if (event.type in suffixes) {
      path.push({ token: event.state.name + suffixes[event.type], state: event.state.name, index: event.index });
    }
  }
}

// What the integration lambda:invoke does with a function's answer or failure.
async function invoke({ FunctionName, Payload = {} }, tasks, used) {
  const answers = tasks[FunctionName];
  const others = answers.filter((answer) => !("when" in answer));
  let answer = answers.find((one) => "when" in one && isDeepStrictEqual(one.when, Payload));
  if (!answer) {
    used[FunctionName] = (used[FunctionName] ?? -1) + 1;
    answer = others[Math.min(used[FunctionName], others.length - 1)];
  }

  if (answer.hang) await new Promise(() => {});
  if (answer.error) {
    const error = new Error(JSON.stringify({ errorType: answer.error, errorMessage: answer.message ?? "" }));
    error.name = answer.error;
    throw error;
  }

  return { ExecutedVersion: "$LATEST", Payload: answer.echo ? Payload : answer.result ?? null, StatusCode: 200 };
}

function* states(graph) {
  for (const [name, state] of Object.entries(graph.States)) {
    yield [name, state];
    for (const inner of [...(state.Branches ?? []), state.ItemProcessor, state.Iterator]) {
      if (inner) yield* states(inner);
    }
  }
}

async function read(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
