# Webhooks of an app: an array of up to 100 changes, in no order. What a record holds stays in HubSpot: of a property only its name is
# carried, and its value where hub.crm.carried-fields names hubspot.<object>.<property>. Loop guard: data.own is true for what the app
# itself has written, and data.changeSource and data.user say who else has.
def objects: {"0-1": "contact", "0-2": "company", "0-3": "deal", "0-5": "ticket", "0-7": "product", "0-8": "line_item"};
def changes: {creation: "created", propertyChange: "updated", deletion: "deleted", privacyDeletion: "deleted", restore: "restored",
  merge: "merged", associationChange: "associated"};
def name: if type == "string" and test("^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$") then . else null end;
def number: if type == "number" or type == "string" then (tostring | identifier) else null end;
def needed($what): if . == null then error("an event has " + $what) else . end;
if type == "array" then .[] else error("a request is an array of events") end
| if type != "object" or (.subscriptionType | type) != "string" then error("an event has a subscriptionType") else . end
| (.subscriptionType | split(".")) as $said
| changes[$said[-1] // ""] as $change
| if $change == null or ($said | length) < 2 then
    # Kept in the inbox; a type that is none of these costs the others of its request nothing.
    empty
  else
    (if $said[0] == "object" then (.objectTypeId // .fromObjectTypeId) | (objects[tostring] // name) else $said[0] | name end | needed("an object type")) as $object
    | (if $change == "associated" then (.fromObjectId // .objectId)
       elif $change == "merged" then (.newObjectId // .primaryObjectId // .objectId)
       else .objectId end | number | needed("the id of its object")) as $id
    | (.portalId | number | needed("a portalId")) as $portal
    | (if $change == "updated" then .propertyName | name else null end) as $property
    | ("hubspot." + $object + "." + ($property // "")) as $field
    | {
        id: ([$portal, (.subscriptionId | number // ""), $id, (.occurredAt | number | needed("a time")), (.eventId | number | needed("an eventId"))] | join("-")),
        type: "crm.record.changed",
        subject: ("hubspot-" + $portal + "-" + $object + "-" + $id),
        time: .occurredAt,
        tenant: $portal,
        data: ({
          crm: "hubspot",
          object: $object,
          id: $id,
          change: (if $change == "associated" and .associationRemoved == true then "dissociated" else $change end),
          fields: (if $property == null then null else [$property] end),
          values: (if [$config.crm.carriedFields[] | select(. == $field)] | length > 0 then {($property): (.propertyValue | clip(1000))} else null end),
          privacy: (if $said[-1] == "privacyDeletion" then true else null end),
          related: (if $change == "associated" then .toObjectId | number else null end),
          association: (if $change == "associated" then .associationType | name else null end),
          merged: (if $change == "merged" and (.mergedObjectIds | type) == "array" then [.mergedObjectIds[] | number | select(. != null)] else null end),
          portal: $portal,
          changeSource: (.changeSource | name),
          user: (if .sourceId | type == "string" and test("^userId:[0-9]{1,19}$") then .sourceId[7:] else null end),
          own: (if .changeSource == "INTEGRATION" and (.appId | number) != null and (.sourceId | number) == (.appId | number) then true else null end)
        } | compact)
      }
  end
