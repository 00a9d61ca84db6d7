# Counting checks: sourced by run.
passed=0
failed=0
skipped=0
step_limit=1500

note() { printf '    %s\n' "$*" >&3; }

# Runs a function or command in a shell of its own, output to a log; its exit code is left in step_code. (Not returned:
# a caller that tests it with || or if would switch off set -e inside.)
quietly() {
  local log=$1
  shift
  exec 3>&1
  set +e
  ( set -euo pipefail; "$@" ) > "$log" 2>&1 < /dev/null
  step_code=$?
  set -e
}

# Says how a step ended. Failure shows the end of its log.
report() {
  local code=$1 name=$2 start=$3 log=$4
  if (( code == 0 )); then
    printf 'ok      %4d s  %s\n' $(( SECONDS - start )) "$name"
  else
    printf 'FAILED  %4d s  %s (exit code %d)\n' $(( SECONDS - start )) "$name" "$code"
    tail -n 60 "$log" | sed 's/^/    | /'
  fi
}

# check NAME COMMAND...: one check.
check() {
  local name=$1 start=$SECONDS
  shift
  quietly "$work/check.log" "$@"
  if (( step_code == 0 )); then passed=$(( passed + 1 )); else failed=$(( failed + 1 )); fi
  report "$step_code" "$name" "$start" "$work/check.log"
}

skip() {
  skipped=$(( skipped + 1 ))
  printf 'skipped         %s\n' "$1"
}

finish() {
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  (( failed == 0 ))
}
