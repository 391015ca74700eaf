# Any event -> one GA4 event. Payments are GA4's own `purchase` and `refund`, so that they show as revenue.
# No e-mail, name or free text: Google forbids personal data in parameters.
# Nobody's payment or refund (a guest's) goes too, for the revenue: without a user, as a visitor who is of that payment alone. Whatever
# else is about nobody is not sent.
def sale: kind == "payment.processed" or kind == "payment.refunded";
def payment: (apart(.data.paymentId | identifier) | clip(100)) // .id;
person as $person | (.time | millis) as $millis
| if $person == null and (sale | not) then nobody else {
    key: ($person // payment),
    payload: ({
      # One client per person for ever: a random id would count a new user at every event.
      client_id: ((.data.gaClientId | identifier)
                  // (if $person == null then uuid5("ga4-guest/" + payment) else uuid5("ga4-client/" + $person) end)),
      user_id: (if $person != null and ($person | contains("@")) then uuid5("ga4-user/" + $person) else $person end),
      timestamp_micros: (if $millis == null then null else $millis * 1000 end),
      events: [{
        name: ({"payment.processed": "purchase", "payment.refunded": "refund"}[kind] // eventname),
        params: (
          (if sale then
             {transaction_id: payment,
              connected_account: (.data.connectedAccount | clip(100)),
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
