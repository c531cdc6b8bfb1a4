// Runs one execution in aws-local-stepfunctions. Waits and retry delays take no time.
import { StateMachine } from "aws-local-stepfunctions";

/**
 * @param call Called for each task with the function's name, its payload and the state: { result }, or { error, message } for a
 * function that failed. Never settles for one that does not answer.
 */
export async function run(machine, input, call) {
  const overrides = { taskResourceLocalHandlers: {}, waitTimeOverrides: {}, retryIntervalOverrides: {} };
  for (const [name, state] of states(machine)) {
    if (state.Type === "Task") overrides.taskResourceLocalHandlers[name] = (request) => invoke(request, state, call);
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
async function invoke({ FunctionName, Payload = {} }, state, call) {
  const answer = await call(FunctionName, Payload, state);
  if (answer.error) {
    const error = new Error(JSON.stringify({ errorType: answer.error, errorMessage: answer.message ?? "" }));
    error.name = answer.error;
    throw error;
  }

  return { ExecutedVersion: "$LATEST", Payload: answer.result ?? null, StatusCode: 200 };
}

function* states(graph) {
  for (const [name, state] of Object.entries(graph.States)) {
    yield [name, state];
    for (const inner of [...(state.Branches ?? []), state.ItemProcessor, state.Iterator]) {
      if (inner) yield* states(inner);
    }
  }
}
