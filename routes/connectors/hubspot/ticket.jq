# support.ticket.created -> ticket.
def priority: {"low": "LOW", "medium": "MEDIUM", "normal": "MEDIUM", "high": "HIGH", "urgent": "URGENT"}[.data.priority | clip(20) // "" | ascii_downcase];
{
  key: ((.data.id | identifier) // .id),
  object: "tickets",
  payload: ({
    subject: ((.data.subject | clip(255)) // plain("crm.ticket")),
    content: ((.data.description // .data.message) | clip(32000)),
    hs_pipeline: $config.crm.hubspot.ticketPipeline,
    hs_pipeline_stage: $config.crm.hubspot.ticketStage,
    hs_ticket_priority: priority,
    hub_customer: (if $config.crm.customFields then person else null end)
  } | compact)
}
