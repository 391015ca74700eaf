# payment.processed -> deal, won. Pipeline and stage are the account's first.
((.data.paymentId | identifier) // .id) as $payment
| {
    key: apart($payment),
    object: "deals",
    payload: ({
      title: (paymentname($payment) | clip(255)),
      value: major(.data.amount; .data.currency),
      currency: (if $config.crm.multiCurrency then currency(.data.currency) else null end),
      status: "won"
    } | compact)
  }
