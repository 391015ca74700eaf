# payment.processed -> opportunity, closed as won (statecode 1 makes the sink do so). Amounts are in the environment's own currency,
# unless hub.crm.multi-currency says that its currencies have an alternate key of their ISO code.
((.data.paymentId | identifier) // .id) as $payment
| {
    key: apart($payment),
    object: "opportunities",
    payload: ({
      name: (paymentname($payment) | clip(300)),
      description: (planname | clip(2000)),
      estimatedclosedate: (.time | day),
      "transactioncurrencyid@odata.bind": (if $config.crm.multiCurrency then currency(.data.currency) as $code
        | if $code == null then null else "/transactioncurrencies(isocurrencycode='" + $code + "')" end else null end),
      actualvalue: major(.data.amount; .data.currency),
      actualclosedate: (.time | day),
      statecode: 1
    } | compact)
  }
