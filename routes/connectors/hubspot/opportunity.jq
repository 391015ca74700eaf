# payment.processed -> deal, closed and won. Property values are texts.
((.data.paymentId | identifier) // .id) as $payment
| major(.data.amount; .data.currency) as $amount
| {
    key: apart($payment),
    object: "deals",
    payload: ({
      dealname: (paymentname($payment) | clip(255)),
      pipeline: $config.crm.hubspot.pipeline,
      dealstage: $config.crm.hubspot.wonStage,
      closedate: (.time | millis | if . == null then null else tostring end),
      amount: (if $amount == null then null else $amount | tostring end),
      deal_currency_code: (if $config.crm.multiCurrency then currency(.data.currency) else null end),
      description: (planname | clip(255)),
      hub_customer: (if $config.crm.customFields then person else null end)
    } | compact)
  }
