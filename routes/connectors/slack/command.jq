# A slash command -> slack.command.invoked. What it was called for is the first word, verb. reply is the address for replies, sealed.
def id: identifier;
if .ssl_check == "1" or (.command | id) == null then empty
else
  {
    type: "slack.command.invoked",
    subject: (.user_id | id),
    data: ({teamId: (.team_id | id), enterpriseId: (.enterprise_id | id), userId: (.user_id | id), channelId: (.channel_id | id), command: (.command | id),
      text: .text, verb: ((.text // "") | split(" ") | map(select(. != "")) | (.[0] // "") | ascii_downcase | clip(60)), triggerId: (.trigger_id | id),
      reply: .response_url} | compact)
  }
end
