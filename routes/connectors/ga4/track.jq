# Any event -> one GA4 event. Payments are GA4's own `purchase` and `refund`, so that they show as revenue.
# No e-mail, name or free text: Google forbids personal data in parameters.
person as $person | (.time | millis) as $millis
| if $person == null then null else {
    key: $person,
    payload: ({
      # One client per person for ever: a random id would count a new user at every event.
      client_id: ((.data.gaClientId | identifier) // uuid5("ga4-client/" + $person)),
      user_id: (if $person | contains("@") then uuid5("ga4-user/" + $person) else $person end),
      timestamp_micros: (if $millis == null then null else $millis * 1000 end),
      events: [{
        name: ({"payment.processed": "purchase", "payment.refunded": "refund"}[kind] // eventname),
        params: (
          (if kind == "payment.processed" or kind == "payment.refunded" then
             {transaction_id: ((.data.paymentId | clip(100)) // .id),
              value: major(.data.amount; .data.currency),
              currency: currency(.data.currency),
              items: (if (.data.plan | clip(100)) == null then null
                      else [{item_id: (.data.plan | clip(100)), item_name: planname, quantity: 1,
                             price: major(.data.amount; .data.currency)} | compact] end)}
           else facts | map_values(if type == "string" then clip(100) elif type == "boolean" then tostring else . end) end)
          + {session_id: (if $millis == null then null else ($millis / 1800000 | floor) * 1800 | tostring end),
             engagement_time_msec: 1}
          | compact)
      }]
    } | compact)
  } end
