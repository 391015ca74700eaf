# user.subscription.changed, subscription.renewed, trial.started -> one deal per subscription, without an amount:
# the money is in the deals of its payments.
person as $customer
| if $customer == null then nobody else {
    key: ("subscription:" + (apart(.data.subscriptionId | identifier) // $customer)),
    object: "deals",
    payload: ({
      dealname: (subscriptionname | clip(255)),
      pipeline: $config.crm.hubspot.pipeline,
      dealstage: $config.crm.hubspot[stage + "Stage"],
      closedate: ((.data.periodEnd | millis) // (.time | millis) | if . == null then null else tostring end),
      description: (subscriptionstate | clip(1000))
    } + (if $config.crm.customFields then {
      hub_customer: $customer,
      hub_plan: (.data.plan | clip(100)),
      hub_status: (.data.status | clip(40))
    } else {} end) | compact)
  } end
