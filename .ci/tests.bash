# Test runs, counted by their .trx files: sourced by run.

count_outcomes() { cat "$@" < /dev/null | grep -oE '<UnitTestResult [^>]*' | grep -cE "outcome=\"($outcomes)\"" || true; }

# run_tests NAME every|any COMMAND: runs the command as it stands and adds its tests to the sum.
#   every: each test project must run at least one test; any: at least one project must.
run_tests() {
  local name=$1 scope=$2 command=$3 start=$SECONDS code project
  rm -rf tests/*/TestResults
  # MSBuild takes properties from the environment, so the command itself needs no option.
  VSTestLogger=trx quietly "$work/tests.log" timeout "$step_limit" bash -c "$command"
  code=$step_code
  local trx=( tests/*/TestResults/*.trx )
  [[ -e ${trx[0]} ]] || trx=()
  local good bad idle
  outcomes='Passed' good=$(count_outcomes "${trx[@]}")
  outcomes='Failed|Error|Timeout|Aborted' bad=$(count_outcomes "${trx[@]}")
  outcomes='NotExecuted' idle=$(count_outcomes "${trx[@]}")
  if (( code == 0 && good == 0 )); then
    printf '        no test was run\n'
    code=1
  fi
  for project in tests/*.Tests; do
    [[ $scope == every ]] || break
    local results=( "$project"/TestResults/*.trx )
    outcomes='Passed|Failed|Error|Timeout|Aborted'
    if [[ ! -e ${results[0]} ]] || (( $(count_outcomes "${results[@]}") == 0 )); then
      printf 'FAILED          %s runs no test\n' "$project"
      bad=$(( bad + 1 ))
      code=1
    fi
  done
  (( code == 0 || bad > 0 )) || bad=1
  passed=$(( passed + good ))
  failed=$(( failed + bad ))
  skipped=$(( skipped + idle ))
  grep -E '^ *Failed [A-Z]' "$work/tests.log" | head -n 50 || true
  report "$code" "$name: $good passed, $bad failed, $idle skipped" "$start" "$work/tests.log"
  rm -rf tests/*/TestResults
}
