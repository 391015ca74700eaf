# /hub status -> how each destination is.
if (.data.reply | identifier) == null then {nothing: "there is no address for a reply"}
elif (.data.integrations | type) != "array" then {nothing: "nobody has looked at the integrations"}
else {payload: {
  reply: .data.reply,
  response_type: "ephemeral",
  text: ([text("chat.status")] + [.data.integrations[] | select(type == "object")
      | {destination: .destination, waiting: .waiting, dead: .deadLetters, circuit: .circuit} as $one
      | if .enabled | not then text("chat.status.off"; $one)
        elif .circuit == "closed" and .deadLetters == 0 then text("chat.status.well"; $one)
        else text("chat.status.ill"; $one) end] | join("\n"))
}} end
