# support.ticket.created -> Case. Zoho requires Subject, Status and Case_Origin.
def priority: {"low": "Low", "medium": "Medium", "normal": "Medium", "high": "High", "urgent": "High"}[.data.priority | clip(20) // "" | ascii_downcase];
{
  key: ((.data.id | identifier) // .id),
  object: "Cases",
  payload: ({
    Subject: ((.data.subject | clip(255)) // plain("crm.ticket")),
    Description: ((.data.description // .data.message) | clip(32000)),
    Status: "New",
    Case_Origin: "Web",
    Priority: priority,
    Reported_By: (.data.name | clip(80)),
    Email: (.data.email | email)
  } | compact)
}
