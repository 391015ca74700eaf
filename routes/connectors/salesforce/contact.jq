# user.registered, lead.created -> Contact, for routes that want one instead of a lead. Salesforce requires LastName.
person as $id
| (.data.email | email) as $email
| (.data.name | clip(120)) as $name
| ($name // $email // $id // "" | split(" ")) as $words
| if (kind != "user.registered" and kind != "lead.created") then null
  elif $id == null then nobody
  else {
    key: $id,
    object: "Contact",
    payload: ({
      FirstName: ((.data.firstName | clip(40)) // ($words[:-1] | join(" ") | clip(40))),
      LastName: ((.data.lastName | clip(80)) // ($words[-1] | clip(80))),
      Email: $email,
      LeadSource: ((.data.source | clip(40)) // $config.crm.leadSource)
    } | compact)
  } end
