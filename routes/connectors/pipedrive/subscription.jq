# user.subscription.changed, subscription.renewed, trial.started -> one deal per subscription, without an amount:
# the money is in the deals of its payments.
subscription_record
| if has("nothing") then . else {
    key,
    object: "deals",
    payload: ({
      title: (.title | clip(255)),
      status: ({"won": "won", "lost": "lost"}[.stage] // "open"),
      expected_close_date: .day
    } | compact)
  } end
