# user.usage.threshold -> an open deal per customer and metric: who nears a limit may buy more.
person as $customer | (.data.metric | clip(60)) as $metric
| if $customer == null then nobody else {
    key: ("usage:" + $customer + ":" + ($metric // "total")),
    object: "deals",
    payload: ({
      dealname: (usagename | clip(255)),
      pipeline: $config.crm.hubspot.pipeline,
      dealstage: $config.crm.hubspot.openStage,
      closedate: ((.time | millis) + $config.crm.upsellDays * 86400000 | tostring),
      description: (whole("crm.usage.description"; told) | clip(1000))
    } + (if $config.crm.customFields then {
      hub_customer: $customer,
      hub_metric: $metric,
      hub_used_percent: (percent | if . == null then null else tostring end)
    } else {} end) | compact)
  } end
