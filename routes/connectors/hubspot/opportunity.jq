# payment.processed -> deal, closed and won. Property values are texts.
opportunity_record
| {
    key,
    object: "deals",
    payload: ({
      dealname: (.title | clip(255)),
      pipeline: $config.crm.hubspot.pipeline,
      dealstage: $config.crm.hubspot.wonStage,
      closedate: (.millis | if . == null then null else tostring end),
      amount: (.amount | if . == null then null else tostring end),
      deal_currency_code: .currency,
      description: (.description | clip(255)),
      hub_customer: .customer
    } | compact)
  }
