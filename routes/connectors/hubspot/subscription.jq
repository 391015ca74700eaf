# user.subscription.changed, subscription.renewed, trial.started -> one deal per subscription, without an amount:
# the money is in the deals of its payments.
subscription_record
| if has("nothing") then . else {
    key,
    object: "deals",
    payload: ({
      dealname: (.title | clip(255)),
      pipeline: $config.crm.hubspot.pipeline,
      dealstage: $config.crm.hubspot[.stage + "Stage"],
      closedate: (.millis | if . == null then null else tostring end),
      description: (.description | clip(1000)),
      hub_customer: .customer,
      hub_plan: .plan,
      hub_status: .status
    } | compact)
  } end
