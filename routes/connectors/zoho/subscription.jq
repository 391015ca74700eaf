# user.subscription.changed, subscription.renewed, trial.started -> one Deal per subscription, without an amount:
# the money is in the deals of its payments. Names of stages are the account's, so change them here if yours are others.
def stages: {"won": "Closed Won", "lost": "Closed Lost", "risk": "Negotiation/Review", "open": "Qualification"};
person as $customer
| if $customer == null then nobody else {
    key: ("subscription:" + (apart(.data.subscriptionId | identifier) // $customer)),
    object: "Deals",
    payload: ({
      Deal_Name: (subscriptionname | clip(120)),
      Stage: stages[stage],
      Closing_Date: ((.data.periodEnd | day) // (.time | day)),
      Description: (subscriptionstate | clip(1000))
    } + (if $config.crm.customFields then {
      Hub_Customer: $customer,
      Hub_Plan: (.data.plan | clip(100)),
      Hub_Status: (.data.status | clip(40))
    } else {} end) | compact)
  } end
