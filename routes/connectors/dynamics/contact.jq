# user.registered, lead.created -> contact, for routes that want one instead of a lead; a ticket's customer is the same contact.
person as $id
| (.data.email | email) as $email
| (.data.name | clip(100)) as $name
| ($name // $email // $id // "" | split(" ")) as $words
| if (kind != "user.registered" and kind != "lead.created") then null
  elif $id == null then nobody
  else {
    key: $id,
    object: "contacts",
    payload: ({
      firstname: ((.data.firstName | clip(50)) // ($words[:-1] | join(" ") | clip(50))),
      lastname: ((.data.lastName | clip(50)) // ($words[-1] | clip(50))),
      emailaddress1: $email
    } | compact)
  } end
