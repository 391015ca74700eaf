# user.subscription.changed, payment.refunded, payment.disputed -> Task, done, on the opportunity of that key.
note_record
| if has("nothing") then . else {
    key,
    object: "Task",
    payload: ({
      Subject: (.subject | clip(255)),
      Description: .said,
      Status: "Completed",
      ActivityDate: .day,
      What: {attributes: {type: "Opportunity"}, Hub_Key__c: .deal}
    } | compact)
  } end
