# user.registered, lead.created -> Contact, for routes that want one instead of a lead; found by its e-mail. Zoho requires Last_Name.
(.data.email | email) as $email
| (.data.name | clip(120) // "" | split(" ")) as $words
| if (kind != "user.registered" and kind != "lead.created") then null
  elif $email == null then {nothing: "it has no valid e-mail address"}
  else {
    key: $email,
    object: "Contacts",
    payload: ({
      First_Name: ((.data.firstName | clip(40)) // (if ($words | length) > 1 then $words[:-1] | join(" ") | clip(40) else null end)),
      Last_Name: ((.data.lastName | clip(80)) // ($words[-1] | clip(80)) // ($email | clip(80))),
      Email: $email,
      Lead_Source: ((.data.source | clip(120)) // $config.crm.leadSource)
    } | compact)
  } end
