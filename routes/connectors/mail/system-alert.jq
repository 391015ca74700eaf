# system.alert (and, where a route asks for it, integration.failed and system.health.*) -> mail to hub.alerts.mail-to; nobody there: no mail.
({service: ((.data.service // .subject) | if . == "*" then plain("alert.services") else . end), error: reason}) as $what
| if $config.alerts.mailTo == [] then {nothing: "nobody is in hub.alerts.mail-to"} else {
    payload: {
      to: $config.alerts.mailTo,
      subject: (plain("mail.alert." + severity; $what) | clip(150)),
      text: ([plain("mail.alert." + severity; $what),
              (if (.data.deliveryId | clip(500)) == null then null
               elif .data.period == null then plain("alert.delivery")
               else plain("alert.last") end),
              (if (.data.link | clip(500)) == null then null else plain("alert.link") end),
              plain("alert.event"; {id: .id, time: .time})] | map(select(. != null)) | join("\n"))
    }
  } end
