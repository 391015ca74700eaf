# ai.request.completed -> hub.slack.channels.ai, which is not set by default: there are many. One that a fallback model answered is a warning.
if kind != "ai.request.completed" then null
elif $config.slack.channels.ai == null then {nothing: "hub.slack.channels.ai is not set"}
else (if .data.fallback == true then "warning" else "info" end) as $type
  | text("ai.completed") as $said | text("ai.usage") as $below
  | {payload: message($config.slack.channels.ai; $type; $said; $below)}
end
