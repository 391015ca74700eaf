# user.subscription.changed, subscription.renewed, trial.started -> one deal per subscription, without an amount:
# the money is in the deals of its payments.
person as $customer
| if $customer == null then nobody else {
    key: ("subscription:" + (apart(.data.subscriptionId | identifier) // $customer)),
    object: "deals",
    payload: ({
      title: (subscriptionname | clip(255)),
      status: ({"won": "won", "lost": "lost"}[stage] // "open"),
      expected_close_date: ((.data.periodEnd | day) // (.time | day))
    } | compact)
  } end
