# user.registered, lead.created -> lead. Its forms require subject and lastname.
((.data.id | identifier) // person) as $id
| (.data.email | email) as $email
| (.data.name | clip(100)) as $name
| ($name // $email // $id // "" | split(" ")) as $words
| ((.data.source | clip(100)) // $config.crm.leadSource) as $source
| if $id == null then nobody else {
    key: $id,
    object: "leads",
    payload: ({
      subject: ($source + ": " + ($name // $email // $id) | clip(300)),
      firstname: ((.data.firstName | clip(50)) // ($words[:-1] | join(" ") | clip(50))),
      lastname: ((.data.lastName | clip(50)) // ($words[-1] | clip(50))),
      companyname: (.data.company | clip(100)),
      emailaddress1: $email
    } | compact)
  } end
