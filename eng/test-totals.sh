#!/usr/bin/env bash
# Runs `dotnet test` over the solution and adds up what every project in tests/ whose name ends with Tests did.
# Arguments go to `dotnet test`. The last line is "N passed, N failed, N skipped"; a project that crashed, was not built,
# left no result or ran no test counts as one failure, whatever dotnet's exit code. Exits non-zero unless everything passed.
set -u
cd "$(dirname "$0")/.." || exit 1
export DOTNET_CLI_UI_LANGUAGE=en
export HOTH_TEST_RESULTS=$PWD/artifacts/test-results
rm -rf "$HOTH_TEST_RESULTS"

dotnet test "$@"
exit_code=$?

passed=0 failed=0 skipped=0

# The value of an attribute of an element in a result file; text in it is escaped, so a test's output cannot look like one.
attribute() { # file element attribute
  sed -n "s/.*<$2 [^>]*\b$3=\"\([^\"]*\)\".*/\1/p" "$1" | head -n 1
}

fail() { # project reason
  echo "$1: $2"
  failed=$((failed + 1))
}

add_up() { # project
  local file=$HOTH_TEST_RESULTS/$1.trx
  [ -f "$file" ] || { fail "$1" "no result file: it was not built, or crashed before its first test"; return; }

  local total executed ok outcome
  total=$(attribute "$file" Counters total)
  executed=$(attribute "$file" Counters executed)
  ok=$(attribute "$file" Counters passed)
  outcome=$(attribute "$file" ResultSummary outcome)
  if [ -z "$total" ] || [ -z "$executed" ] || [ -z "$ok" ]; then fail "$1" "its result file cannot be read"; return; fi

  passed=$((passed + ok)) failed=$((failed + executed - ok)) skipped=$((skipped + total - executed))
  echo "$1: $ok passed, $((executed - ok)) failed, $((total - executed)) skipped"
  if [ "$total" -eq 0 ]; then fail "$1" "no test ran"
  elif [ "$executed" -eq "$ok" ] && [ "$outcome" != Completed ]; then fail "$1" "the run ended early ($outcome)"
  fi
}

echo
for project in tests/*Tests/*Tests.csproj; do
  [ -f "$project" ] && add_up "$(basename "$project" .csproj)"
done
if [ $((passed + failed + skipped)) -eq 0 ]; then fail tests "there is no test project"; fi
if [ "$exit_code" -ne 0 ] && [ "$failed" -eq 0 ]; then fail "dotnet test" "exit code $exit_code"; fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
