# integration.failed, system.health.degraded, system.health.recovered -> mail to hub.alerts.mail-to; nobody there: no mail.
({service: (.data.service // .subject), error: (.data.error // .data.status)}) as $what
| if $config.alerts.mailTo == [] then null else {
    payload: {
      to: $config.alerts.mailTo,
      subject: (plain("mail.alert." + severity; $what) | clip(150)),
      text: ([plain("mail.alert." + severity; $what),
              (if .data.deliveryId == null then null else plain("alert.delivery") end),
              plain("alert.event")] | map(select(. != null)) | join("\n"))
    }
  } end
