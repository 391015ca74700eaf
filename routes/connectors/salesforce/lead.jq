# user.registered, lead.created -> Lead. Salesforce requires LastName and Company.
((.data.id | identifier) // person) as $id
| (.data.email | email) as $email
| (.data.name | clip(120)) as $name
| ($name // $email // $id // "" | split(" ")) as $words
| if $id == null then nobody else {
    key: $id,
    object: "Lead",
    payload: ({
      FirstName: ((.data.firstName | clip(40)) // ($words[:-1] | join(" ") | clip(40))),
      LastName: ((.data.lastName | clip(80)) // ($words[-1] | clip(80))),
      Company: ((.data.company | clip(255)) // $config.crm.unknownCompany),
      Email: $email,
      LeadSource: ((.data.source | clip(40)) // $config.crm.leadSource)
    } | compact)
  } end
