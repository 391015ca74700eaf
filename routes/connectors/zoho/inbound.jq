# A notification of a channel: a module, an operation and the ids of the records; one event for each. What they hold stays in Zoho, whose
# notifications may overtake each other: who needs it reads it there. Loop guard: Zoho doesn't say who wrote, the hub's own writes come too.
def name: if type == "string" and test("^[A-Za-z][A-Za-z0-9_]{0,49}$") then . else null end;
# Ids have 64 bits: as numbers they would have lost digits, so only texts are ids. A channel's number is short.
def recordid: if type == "string" and test("^[0-9]{1,20}$") then . else null end;
def moment: if type == "string" or type == "number" then (tostring | if test("^[0-9]{1,15}$") then . else null end) else null end;
def word: if type == "string" or type == "number" then (tostring | if test("^[0-9A-Za-z._-]{1,40}$") then . else null end) else null end;
# [{"<id>": ["Stage", …]}] -> the names for that id; null where none are said.
def fieldsof($id):
  if type == "array" then ([.[] | if type == "object" then .[$id] else null end | if type == "array" then .[] else empty end | name] | map(select(. != null)) | unique
    | if length == 0 then null else . end) else null end;
({"insert": "created", "update": "updated", "delete": "deleted"}[.operation | tostring]) as $change
| (.module | name) as $object
| (.channel_id | word) as $channel
| (.server_time | moment) as $time
| .affected_fields as $affected
| if $change == null then
    empty
  elif $object == null or (.ids | type) != "array" or (.ids | length) == 0 or (.ids | map(recordid) | any(. == null)) then
    error("a notification names module and ids, which are texts of digits")
  elif $time == null or $channel == null then
    error("a notification names server_time and channel_id")
  else
    [.ids | unique | .[] | . as $id | {
      type: "crm.record.changed",
      id: ([$channel, $object, $change, $id, $time] | join(":")),
      subject: ("zoho-" + $object + "-" + $id),
      time: $time,
      data: ({
        crm: "zoho",
        object: $object,
        id: $id,
        change: $change,
        fields: (if $change == "updated" then ($affected | fieldsof($id)) else null end)
      } | compact)
    }]
  end
