# user.subscription.changed, payment.refunded, payment.disputed -> note on the deal of that key. Zoho requires Note_Content, which the hub adds to.
note_record
| if has("nothing") then . else {
    key,
    object: "Notes",
    payload: ({
      Note_Title: (.subject | clip(120)),
      Note_Content: .said,
      deal
    } | compact)
  } end
