# support.ticket.created -> ticket.
ticket_record
| {
    key,
    object: "tickets",
    payload: ({
      subject,
      content: .said,
      hs_pipeline: $config.crm.hubspot.ticketPipeline,
      hs_pipeline_stage: $config.crm.hubspot.ticketStage,
      hs_ticket_priority: {"low": "LOW", "medium": "MEDIUM", "normal": "MEDIUM", "high": "HIGH", "urgent": "URGENT"}[.priority],
      hub_customer: .customer
    } | compact)
  }
