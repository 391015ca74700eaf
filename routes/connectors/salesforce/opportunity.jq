# payment.processed -> Opportunity, closed and won. Salesforce requires Name, StageName and CloseDate.
((.data.paymentId | identifier) // .id) as $payment
| {
    key: apart($payment),
    object: "Opportunity",
    payload: ({
      Name: (paymentname($payment) | clip(120)),
      StageName: $config.crm.salesforce.wonStage,
      CloseDate: (.time | day),
      Amount: major(.data.amount; .data.currency),
      CurrencyIsoCode: (if $config.crm.multiCurrency then currency(.data.currency) else null end),
      LeadSource: $config.crm.leadSource,
      Description: (planname | clip(255)),
      Hub_Customer__c: (if $config.crm.customFields then person else null end)
    } | compact)
  }
