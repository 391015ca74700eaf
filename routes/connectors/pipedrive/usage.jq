# user.usage.threshold -> a deal per customer and metric: who nears a limit may buy more. A new one is open; one that sales have closed
# stays so.
usage_record
| if has("nothing") then . else {
    key,
    object: "deals",
    payload: ({
      title: (.title | clip(255)),
      expected_close_date: .day
    } | compact)
  } end
