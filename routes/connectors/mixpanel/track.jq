# Any event -> one Mixpanel event. Mixpanel drops a repetition when event, time, distinct_id and $insert_id are the same:
# all four come from the event, so a replay is one.
person as $person
| if $person == null then nobody else {
    key: $person,
    payload: [{
      event: eventname,
      properties: (facts + {
        time: (.time | millis),
        distinct_id: $person,
        "$insert_id": uuid5(.id + "/mixpanel/track"),
        revenue: revenue,
        hub_event_id: .id,
        hub_app: $config.analytics.appName
      } | compact)
    }]
  } end
