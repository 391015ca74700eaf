# user.usage.threshold -> an open opportunity per customer and metric: who nears a limit may buy more.
person as $customer | (.data.metric | clip(60)) as $metric
| if $customer == null then nobody else {
    key: ("usage." + $customer + "." + ($metric // "total")),
    object: "opportunities",
    payload: ({
      name: (usagename | clip(300)),
      description: (whole("crm.usage.description"; told) | clip(2000)),
      estimatedclosedate: ((.time | millis) + $config.crm.upsellDays * 86400000 | day)
    } | compact)
  } end
