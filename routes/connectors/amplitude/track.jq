# Any event -> one Amplitude event. The API key is no part of it: the kamelet adds it.
person as $person | revenue as $revenue
| if $person == null then nobody else {
    key: $person,
    payload: ({
      events: [{
        user_id: $person,
        event_type: eventname,
        time: (.time | millis),
        insert_id: uuid5(.id + "/amplitude/track"),
        event_properties: facts,
        revenue: $revenue,
        currency: (if $revenue == null then null else currency(.data.currency) end),
        productId: (if $revenue == null then null else .data.plan | clip(100) end),
        revenueType: (if $revenue == null then null else {"payment.processed": "purchase", "payment.refunded": "refund"}[kind] end)
      } | compact],
      # Amplitude takes ids shorter than 5 characters for mistakes and drops them, unless told otherwise.
      options: (if ($person | length) < 5 then {min_id_length: 1} else null end)
    } | compact)
  } end
