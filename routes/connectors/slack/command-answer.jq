# What is shown at once to who has typed a command. Nothing is the rule: replies come by slack-response-sink.
if .command == "/hub" and ((.text // "") | split(" ") | map(select(. != "")) | (.[0] // "") | ascii_downcase
    | . != "status" and . != "deadletters") then
  {body: {response_type: "ephemeral", text: plain("chat.usage")}}
else null end
