# system.alert (and, where a route asks for it, integration.failed and system.health.*) -> the alerts channel; critical ones ping everybody.
({service: ((.data.service // .subject) | if . == "*" then plain("alert.services") else . end), error: reason}) as $what
| messagetype as $type | text("alert.event"; {id: .id, time: .time}) as $below
| ([text("alert." + headline; $what),
    (if (.data.deliveryId | clip(500)) == null then null
     elif .data.period == null then text("alert.delivery")
     else text("alert.last") end),
    (if (.data.link | clip(500)) == null then null else text("alert.link") end)] | map(select(. != null)) | join("\n")) as $said
| {payload: message($config.slack.channels.alerts; $type; $said; $below)}
