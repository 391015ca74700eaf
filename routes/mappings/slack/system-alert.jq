# integration.failed, system.health.degraded, system.health.recovered -> the alerts channel; critical ones ping everybody.
({service: (.data.service // .subject), error: (.data.error // .data.status)}) as $what
| {payload: {
    channel: $config.slack.channels.alerts,
    text: (text("alert." + severity; $what)
           + (if .data.deliveryId == null then "" else "\n" + text("alert.delivery") end))
  }}
