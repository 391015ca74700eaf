# user.subscription.changed, subscription.renewed, trial.started -> one opportunity per subscription, without an amount: the money is in the
# opportunities of its payments. It stays open, for what is closed can't be changed, and a subscription goes on changing: closeprobability tells.
person as $customer
| if $customer == null then nobody else {
    key: ("subscription." + (apart(.data.subscriptionId | identifier) // $customer)),
    object: "opportunities",
    payload: ({
      name: (subscriptionname | clip(300)),
      description: (subscriptionstate | clip(2000)),
      estimatedclosedate: ((.data.periodEnd | day) // (.time | day)),
      closeprobability: {"won": 100, "risk": 50, "open": 20, "lost": 0}[stage]
    } | compact)
  } end
