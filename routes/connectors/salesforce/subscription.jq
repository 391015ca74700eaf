# user.subscription.changed, subscription.renewed, trial.started -> one Opportunity per subscription, without an amount:
# the money is in the opportunities of its payments.
person as $customer
| if $customer == null then nobody else {
    key: ("subscription:" + (apart(.data.subscriptionId | identifier) // $customer)),
    object: "Opportunity",
    payload: ({
      Name: (subscriptionname | clip(120)),
      StageName: $config.crm.salesforce[stage + "Stage"],
      CloseDate: ((.data.periodEnd | day) // (.time | day)),
      Description: (subscriptionstate | clip(1000)),
      LeadSource: $config.crm.leadSource
    } + (if $config.crm.customFields then {
      Hub_Customer__c: $customer,
      Hub_Plan__c: (.data.plan | clip(100)),
      Hub_Status__c: (.data.status | clip(40))
    } else {} end) | compact)
  } end
