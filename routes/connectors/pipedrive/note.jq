# user.subscription.changed, payment.refunded, payment.disputed -> note on the deal of that key. Its content is HTML.
note_record
| if has("nothing") then . else {
    key,
    object: "notes",
    payload: ({
      content: ([.subject, .said] | map(select(. != null) | @html) | join("<br>")),
      deal
    } | compact)
  } end
