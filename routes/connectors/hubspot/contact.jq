# user.registered, lead.created -> contact, as lead.jq makes it, but of whatever stage it is in: who is a customer stays one.
(.data.email | email) as $email
| (.data.name | clip(120) // "" | split(" ")) as $words
| if (kind != "user.registered" and kind != "lead.created") then null
  elif $email == null then {nothing: "it has no valid e-mail address"}
  else {
    key: $email,
    object: "contacts",
    payload: ({
      email: $email,
      firstname: ((.data.firstName | clip(100)) // (if ($words | length) > 1 then $words[:-1] else $words end | join(" ") | clip(100))),
      lastname: ((.data.lastName | clip(100)) // (if ($words | length) > 1 then $words[-1] | clip(100) else null end)),
      company: (.data.company | clip(255)),
      hub_user_id: (if $config.crm.customFields then person else null end),
      hub_source: (if $config.crm.customFields then (.data.source | clip(100)) else null end)
    } | compact)
  } end
