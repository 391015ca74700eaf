# user.subscription.changed, payment.refunded, payment.disputed -> annotation of the opportunity of that key.
note_record
| if has("nothing") then . else {
    key,
    object: "annotations",
    payload: ({
      subject: (.subject | clip(500)),
      notetext: .said,
      "objectid_opportunity@hub.bind": {object: "opportunities", key: (.deal | sub("^subscription:"; "subscription."))}
    } | compact)
  } end
