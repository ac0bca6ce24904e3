# What "helm test" runs: GATEWAY_HOST and GATEWAY_PORT name the gateway, API_KEY is an API key or absent.
ask() { # METHOD PATH [BODY]: prints the status line, headers and body of the answer
  local body=${3:-} auth=
  if [ -n "${API_KEY:-}" ]; then auth="Authorization: Bearer $API_KEY"$'\r\n'; fi
  exec 3<>"/dev/tcp/$GATEWAY_HOST/$GATEWAY_PORT"
  printf '%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n%s' \
    "$1" "$2" "$GATEWAY_HOST" "${#body}" "$auth" "$body" >&3
  timeout 60 cat <&3
  exec 3<&- 3>&-
}
expect() { # STATUS WORD METHOD PATH [BODY]
  local status=$1 word=$2
  shift 2
  answer=$(ask "$@")
  if [[ $answer != "HTTP/1.1 $status"* || $answer != *"$word"* ]]; then
    echo "FAILED $1 $2: wanted $status with $word, and got:"
    head -c 2000 <<<"$answer"
    exit 1
  fi
  echo "ok     $1 $2: $status"
}

expect 200 UP GET /health/live
expect 200 UP GET /health/ready
chat='{"model":"local","messages":[{"role":"user","content":"What is a sluice?"}]}'
if [ -z "${API_KEY:-}" ]; then
  expect 401 error POST /v1/chat/completions "$chat"
  echo "A completion and a task are tried too when tests.apiKey names a Secret with an API key."
  exit 0
fi
expect 200 analytics GET /system/status
expect 200 choices POST /v1/chat/completions "$chat"
expect 202 location POST /background/task '{"type":"keywords","input":{"text":"A sluice is a gate that controls the flow of water."}}'
task=$(sed -n 's/^[Ll]ocation: *\([^\r]*\)\r\{0,1\}$/\1/p' <<<"$answer")
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  answer=$(ask GET "$task")
  if [[ $answer == *'"state":"succeeded"'* ]]; then
    echo "ok     the task ended"
    exit 0
  fi
  sleep 2
done
echo "FAILED the task $task did not end in 40 s:"
head -c 2000 <<<"$answer"
exit 1
