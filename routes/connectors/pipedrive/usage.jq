# user.usage.threshold -> a deal per customer and metric: who nears a limit may buy more. A new one is open; one that sales have closed
# stays so.
person as $customer | (.data.metric | clip(60)) as $metric
| if $customer == null then nobody else {
    key: ("usage:" + $customer + ":" + ($metric // "total")),
    object: "deals",
    payload: ({
      title: (usagename | clip(255)),
      expected_close_date: ((.time | millis) + $config.crm.upsellDays * 86400000 | day)
    } | compact)
  } end
