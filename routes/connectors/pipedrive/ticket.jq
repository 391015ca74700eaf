# support.ticket.created -> activity to be done that day. A note is HTML there, so nothing of the event may be.
ticket_record
| {
    key,
    object: "activities",
    payload: ({
      subject,
      type: "task",
      due_date: .day,
      note: (.said | if . == null then null else @html end),
      done: false
    } | compact)
  }
