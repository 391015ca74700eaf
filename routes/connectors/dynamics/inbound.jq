# RemoteExecutionContext -> crm.record.changed: a record that was created, changed, deleted or merged. What it holds stays in Dynamics, whose
# webhooks may overtake each other and leave out what is large (truncated): who needs it reads it there. Of other messages comes nothing.
# Loop guard: data.user is who began it, the hub's own application user included; data.depth counts what that set off.
def table: if type == "string" and test("^[a-z][a-z0-9_]{0,63}$") then . else null end;
def guid: if type == "string" and test("^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$") then (ascii_downcase | identifier) else null end;
# Collections are arrays of key and value.
def values: if type == "array" then map(select(type == "object")) else [] end;
def value($key): values | map(select(.key == $key)) | first | .value;
def column: if type == "string" and test("^[a-z][a-z0-9_]{0,99}$") then . else null end;
# Of an update the columns that were set, without those that every update sets.
def columns($table):
  if type == "object" then
    (.Attributes | values | map(.key | column) | map(select(. != null))) - [$table + "id", "activityid", "modifiedon", "modifiedby", "modifiedonbehalfby"]
    | unique | .[0:200]
  else null end;
def millis1970:
  if type == "string" and test("^/Date\\(\\d{1,15}([+-]\\d{4})?\\)/$") then (capture("^/Date\\((?<ms>\\d+)") | .ms) else null end;

{"Create": "created", "CreateMultiple": "created", "Update": "updated", "UpdateMultiple": "updated", "Assign": "updated", "SetState": "updated",
 "SetStateDynamicEntity": "updated", "Associate": "updated", "Disassociate": "updated", "Delete": "deleted", "DeleteMultiple": "deleted",
 "Merge": "merged"} as $changes
| (if (.MessageName | type) == "string" then .MessageName else error("MessageName is no text") end) as $message
| $changes[$message] as $change
| (.InputParameters | values) as $input
| ($input == []) as $truncated
| . as $context
| (.PrimaryEntityName | table) as $table
| if $change == null then
    empty
  elif $message | endswith("Multiple") then
    # One request, many records.
    [($input | value("Targets")) | if type == "object" then (.Entities // .EntityReferences) else . end | values | .[]
     | {object: (.LogicalName | table), id: (.Id | guid), fields: (if $change == "updated" then columns(.LogicalName | table // "") else null end)}]
    | if . == [] or any(.object == null or .id == null) then error("the context names no records") else . end
  elif $message == "Associate" or $message == "Disassociate" then
    ($input | value("Target")) as $target
    | ($input | value("Relationship") | if type == "object" then (.SchemaName | if type == "string" then .[0:100] else null end) else null end) as $relationship
    # The target and its relationship are among what was left out: which record it is nobody knows.
    | if $truncated then empty
      else [{object: ($target | if type == "object" then (.LogicalName | table) else null end), id: ($target | if type == "object" then (.Id | guid) else null end),
             fields: ([$relationship] | map(select(. != null)))}] end
  else
    [{object: $table, id: (.PrimaryEntityId | guid),
      fields: (if $change != "updated" or $truncated then null
               elif ($message | startswith("SetState")) then ["statecode", "statuscode"]
               elif $message == "Assign" then ["ownerid"]
               else ($input | value("Target") | columns($table // "")) end),
      merged: (if $change == "merged" then ($input | value("SubordinateId") | guid) else null end)}]
  end
| map(if .object == null or .id == null then error("the context names no record: PrimaryEntityName and PrimaryEntityId, or Target") else . end)
| . as $records
# An asynchronous step has an operation, the same when it is sent again. A synchronous one has none: then the request it belongs to, how deep in
# what that set off, and what it says.
| ($context.OperationId | guid) as $operation
| ($context.CorrelationId | guid) as $correlation
| (if $operation != null then $operation
   elif $correlation != null then
     $correlation + ":" + ($context.Depth | if type == "number" then tostring else "" end) + ":"
     + ([$context.InputParameters, $context.OperationCreatedOn] | tojson | sha256 | .[0:16])
   else error("the context names neither OperationId nor CorrelationId") end) as $once
| $records | map({
    type: "crm.record.changed",
    id: ($once + ":" + $message + ":" + .object + ":" + .id),
    subject: ("dynamics-" + .object + "-" + .id),
    time: ($context.OperationCreatedOn | millis1970),
    data: ({
      crm: "dynamics",
      object: .object,
      id: .id,
      change: $change,
      fields: .fields,
      merged: .merged,
      user: ($context.InitiatingUserId | guid),
      depth: ($context.Depth | if type == "number" then . else null end),
      truncated: (if $truncated then true else null end)
    } | compact)
  })
