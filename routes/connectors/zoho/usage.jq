# user.usage.threshold -> an open Deal per customer and metric: who nears a limit may buy more.
person as $customer | (.data.metric | clip(60)) as $metric
| if $customer == null then nobody else {
    key: ("usage:" + $customer + ":" + ($metric // "total")),
    object: "Deals",
    payload: ({
      Deal_Name: (usagename | clip(120)),
      Stage: "Qualification",
      Closing_Date: ((.time | millis) + $config.crm.upsellDays * 86400000 | day),
      Description: (whole("crm.usage.description"; told) | clip(1000))
    } + (if $config.crm.customFields then {
      Hub_Customer: $customer,
      Hub_Metric: $metric,
      Hub_Used_Percent: percent
    } else {} end) | compact)
  } end
