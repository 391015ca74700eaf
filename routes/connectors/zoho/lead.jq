# user.registered, lead.created -> Lead, found by its e-mail. Zoho requires Last_Name, and most layouts Company.
(.data.email | email) as $email
| (.data.name | clip(120) // "" | split(" ")) as $words
| if $email == null then {nothing: "it has no valid e-mail address"} else {
    key: $email,
    object: "Leads",
    payload: ({
      First_Name: ((.data.firstName | clip(40)) // (if ($words | length) > 1 then $words[:-1] | join(" ") | clip(40) else null end)),
      Last_Name: ((.data.lastName | clip(80)) // ($words[-1] | clip(80)) // ($email | clip(80))),
      Company: ((.data.company | clip(200)) // $config.crm.unknownCompany),
      Email: $email,
      Lead_Source: ((.data.source | clip(120)) // $config.crm.leadSource)
    } + (if $config.crm.customFields then {Hub_User_Id: person} else {} end) | compact)
  } end
