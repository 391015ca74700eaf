# Any event -> one Segment track call.
person as $person
| if $person == null then nobody else {
    key: $person,
    payload: ({
      userId: $person,
      event: eventname,
      messageId: uuid5(.id + "/segment/track"),
      timestamp: .time,
      properties: (facts + {revenue: revenue} | compact),
      context: {library: {name: $config.analytics.appName}}
    } | with_entries(select(.value != null)))
  } end
