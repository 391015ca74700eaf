# user.subscription.changed, subscription.renewed, trial.started, user.usage.threshold -> the growth channel.
(if kind == "user.usage.threshold" then (if percent == null then "usage.threshold.unknown" else "usage.threshold" end)
 elif kind == "subscription.renewed" or kind == "trial.started" then kind
 elif .data.change == "created" then "subscription.created"
 elif .data.change == "deleted" or .data.change == "canceled" then "subscription.deleted"
 else "subscription.updated" end) as $text
| {payload: {channel: $config.slack.channels.growth, text: text($text; told)}}
