# How something that was asked for in Slack ended: refused, gone, busy, replayed.
if (.data.told as $told | ["refused", "gone", "busy", "replayed"] | any(. == $told) | not) then {nothing: "nothing is to be told"}
elif (.data.reply | identifier) == null then {nothing: "there is no address for a reply"}
else {payload: {reply: .data.reply, response_type: "ephemeral", replace_original: false,
  text: text("chat.told." + .data.told; {destination: (.data.letter | if type == "object" then .destination else null end), user: .data.userId, team: (.data.userTeamId // .data.teamId)})}}
end
