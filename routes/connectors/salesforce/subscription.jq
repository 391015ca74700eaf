# user.subscription.changed, subscription.renewed, trial.started -> one Opportunity per subscription, without an amount:
# the money is in the opportunities of its payments.
subscription_record
| if has("nothing") then . else {
    key,
    object: "Opportunity",
    payload: ({
      Name: (.title | clip(120)),
      StageName: $config.crm.salesforce[.stage + "Stage"],
      CloseDate: .day,
      Description: (.description | clip(1000)),
      LeadSource: $config.crm.leadSource,
      Hub_Customer__c: .customer,
      Hub_Plan__c: .plan,
      Hub_Status__c: .status
    } | compact)
  } end
