# support.ticket.created -> activity to be done that day. A note is HTML there, so nothing of the event may be.
{
  key: ((.data.id | identifier) // .id),
  object: "activities",
  payload: ({
    subject: ((.data.subject | clip(255)) // plain("crm.ticket")),
    type: "task",
    due_date: (.time | day),
    note: (((.data.description // .data.message) | clip(32000)) as $said | if $said == null then null else ($said | @html) end),
    done: false
  } | compact)
}
