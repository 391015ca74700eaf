# What a caller of POST /api/v1/slack/messages has said. Unlike text(…) it keeps its lines; like there it can't mention anybody.
def escaped: if type != "string" or (test("\\S") | not) then null else split("&") | join("&amp;") | split("<") | join("&lt;") | split(">") | join("&gt;") end;
def known: if . == "info" or . == "success" or . == "warning" or . == "error" or . == "alert" then . else null end;

(.data.text | escaped) as $said | (.data.detail | escaped) as $below | (.data.type | known) as $type
| if kind != "slack.message.asked" then null
  elif $said == null or (.data.channel | escaped) == null then {nothing: "it says nothing, or nowhere"}
  elif $type == null then {payload: {channel: .data.channel, text: $said}}
  else {payload: (message(.data.channel; $type; $said; $below) | if $below == null then del(.attachments) else . end)} end
