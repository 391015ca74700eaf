# user.usage.threshold -> an open Opportunity per customer and metric: who nears a limit may buy more.
person as $customer | (.data.metric | clip(60)) as $metric
| if $customer == null then nobody else {
    key: ("usage:" + $customer + ":" + ($metric // "total")),
    object: "Opportunity",
    payload: ({
      Name: (usagename | clip(120)),
      StageName: $config.crm.salesforce.openStage,
      CloseDate: ((.time | millis) + $config.crm.upsellDays * 86400000 | day),
      Description: (whole("crm.usage.description"; told) | clip(1000)),
      LeadSource: $config.crm.leadSource
    } + (if $config.crm.customFields then {
      Hub_Customer__c: $customer,
      Hub_Metric__c: $metric,
      Hub_Used_Percent__c: percent
    } else {} end) | compact)
  } end
