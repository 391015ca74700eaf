# user.subscription.changed, payment.refunded, payment.disputed -> note on the deal of that key. Its body is HTML.
note_record
| if has("nothing") then . else {
    key,
    object: "notes",
    payload: ({
      hs_timestamp: (.millis | if . == null then null else tostring end),
      hs_note_body: ([.subject, .said] | map(select(. != null) | @html) | join("<br>")),
      deal
    } | compact)
  } end
