# user.usage.threshold -> an open deal per customer and metric: who nears a limit may buy more.
usage_record
| if has("nothing") then . else {
    key,
    object: "deals",
    payload: ({
      dealname: (.title | clip(255)),
      pipeline: $config.crm.hubspot.pipeline,
      dealstage: $config.crm.hubspot.openStage,
      closedate: (.millis | tostring),
      description: (.description | clip(1000)),
      hub_customer: .customer,
      hub_metric: .metric,
      hub_used_percent: (.percent | if . == null then null else tostring end)
    } | compact)
  } end
