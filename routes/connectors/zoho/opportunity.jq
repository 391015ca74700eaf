# payment.processed -> Deal, closed and won: the name of a stage is the account's, so change it here if yours is another.
((.data.paymentId | identifier) // .id) as $payment
| {
    key: apart($payment),
    object: "Deals",
    payload: ({
      Deal_Name: (paymentname($payment) | clip(120)),
      Stage: "Closed Won",
      Closing_Date: (.time | day),
      Amount: major(.data.amount; .data.currency),
      Currency: (if $config.crm.multiCurrency then currency(.data.currency) else null end),
      Description: (planname | clip(255)),
      Hub_Customer: (if $config.crm.customFields then person else null end)
    } | compact)
  }
