# /hub deadletters -> the newest open ones, each with a button that asks why it is to be delivered again.
if (.data.reply | identifier) == null then {nothing: "there is no address for a reply"}
elif (.data.letters | type) != "array" then {nothing: "nobody has looked for dead letters"} else
(.data.letters | map(select(type == "object" and (.id | identifier) != null))) as $letters
| (if $letters == [] then text("chat.letters.none") elif .data.more then text("chat.letters.more") else text("chat.letters") end) as $title
| {payload: {
    reply: .data.reply,
    response_type: "ephemeral",
    text: $title,
    blocks: ([{type: "section", text: {type: "mrkdwn", text: $title}}]
      + [$letters[] | {type: "section", block_id: .id,
          text: {type: "mrkdwn", text: text("chat.letter"; .)},
          accessory: {type: "button", action_id: "hub_replay", value: .id, text: {type: "plain_text", text: plain("chat.replay")}}}])
  }}
end
