# A record that somebody created, changed or deleted. What it holds stays in Pipedrive, whose webhooks may overtake each other: who needs
# it reads it there. Loop guard: data.user is who wrote, the hub itself included.
def name: if type == "string" and test("^[a-z][a-zA-Z_]{0,39}$") then . else null end;
def number: if type == "number" or type == "string" then (tostring | identifier) else null end;
({"create": "created", "change": "updated", "delete": "deleted"}[.meta.action | tostring]) as $change
| (.meta.entity | name) as $object
| (.meta.entity_id | number) as $id
| if $change == null then
    empty
  elif $object == null or $id == null then
    error("a webhook v2 names entity and entity_id")
  else
    {
      type: "crm.record.changed",
      subject: ("pipedrive-" + $object + "-" + $id),
      data: ({
        crm: "pipedrive",
        object: $object,
        id: $id,
        change: $change,
        fields: (if $change == "updated" and (.previous | type) == "object" then (.previous | keys) else null end),
        user: (.meta.user_id | number)
      } | compact)
    }
  end
