# user.registered, lead.created -> person, found by its e-mail. The sink names a new one without a name by its address.
(.data.email | email) as $email
| ([(.data.firstName | clip(100)), (.data.lastName | clip(100))] | map(select(. != null)) | join(" ") | clip(200)) as $parts
| if $email == null then {nothing: "it has no valid e-mail address"} else {
    key: $email,
    object: "persons",
    payload: ({name: ((.data.name | clip(200)) // $parts)} | compact)
  } end
