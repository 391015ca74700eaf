# user.usage.threshold -> an open Opportunity per customer and metric: who nears a limit may buy more.
usage_record
| if has("nothing") then . else {
    key,
    object: "Opportunity",
    payload: ({
      Name: (.title | clip(120)),
      StageName: $config.crm.salesforce.openStage,
      CloseDate: .day,
      Description: (.description | clip(1000)),
      LeadSource: $config.crm.leadSource,
      Hub_Customer__c: .customer,
      Hub_Metric__c: .metric,
      Hub_Used_Percent__c: .percent
    } | compact)
  } end
