# support.ticket.created -> incident (case). Dynamics requires a customer: a contact, written first, of the person, else of the e-mail.
def priority: {"low": 3, "medium": 2, "normal": 2, "high": 1, "urgent": 1}[.data.priority | clip(20) // "" | ascii_downcase];
(.data.email | email) as $email
| (person // $email) as $customer
| ((.data.name | clip(100)) // $email // $customer // "" | split(" ")) as $words
| if $customer == null then {nothing: "a case needs a customer: it names no user, no customer and no e-mail"} else {
    key: ((.data.id | identifier) // .id),
    object: "incidents",
    payload: ({
      title: ((.data.subject | clip(200)) // plain("crm.ticket")),
      description: ((.data.description // .data.message) | clip(2000)),
      prioritycode: priority,
      caseorigincode: 3,
      "customerid_contact@hub.upsert": {
        object: "contacts",
        key: $customer,
        fields: ({
          firstname: ($words[:-1] | join(" ") | clip(50)),
          lastname: ($words[-1] | clip(50)),
          emailaddress1: $email
        } | compact)
      }
    } | compact)
  } end
