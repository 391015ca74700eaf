# payment.processed -> Opportunity, closed and won. Salesforce requires Name, StageName and CloseDate.
opportunity_record
| {
    key,
    object: "Opportunity",
    payload: ({
      Name: (.title | clip(120)),
      StageName: $config.crm.salesforce.wonStage,
      CloseDate: .day,
      Amount: .amount,
      CurrencyIsoCode: .currency,
      LeadSource: $config.crm.leadSource,
      Description: (.description | clip(255)),
      Hub_Customer__c: .customer
    } | compact)
  }
