# support.ticket.created -> Case.
ticket_record
| {
    key,
    object: "Case",
    payload: ({
      Subject: .subject,
      Description: .said,
      Status: $config.crm.salesforce.caseStatus,
      Origin: $config.crm.salesforce.caseOrigin,
      Priority: {"low": "Low", "medium": "Medium", "normal": "Medium", "high": "High", "urgent": "High"}[.priority],
      SuppliedName: (.name | clip(80)),
      SuppliedEmail: .email
    } | compact)
  }
