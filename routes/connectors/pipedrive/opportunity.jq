# payment.processed -> deal, won. Pipeline and stage are the account's first.
opportunity_record
| {
    key,
    object: "deals",
    payload: ({
      title: (.title | clip(255)),
      value: .amount,
      currency,
      status: "won"
    } | compact)
  }
