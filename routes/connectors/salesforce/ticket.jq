# support.ticket.created -> Case.
def priority: {"low": "Low", "medium": "Medium", "normal": "Medium", "high": "High", "urgent": "High"}[.data.priority | clip(20) // "" | ascii_downcase];
{
  key: ((.data.id | identifier) // .id),
  object: "Case",
  payload: ({
    Subject: ((.data.subject | clip(255)) // plain("crm.ticket")),
    Description: ((.data.description // .data.message) | clip(32000)),
    Status: $config.crm.salesforce.caseStatus,
    Origin: $config.crm.salesforce.caseOrigin,
    Priority: priority,
    SuppliedName: (.data.name | clip(80)),
    SuppliedEmail: (.data.email | email)
  } | compact)
}
