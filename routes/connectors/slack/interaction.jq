# Clicks, forms and shortcuts -> slack.interaction.received. Options of a menu are asked for with every key that is pressed: no event.
# reply is the address for replies, sealed; of the hub's own form (hub-replay-form.jq) it comes back in private_metadata. refused: the door has sent a form back with errors (interaction-answer.jq), nothing is to be done.
def id: identifier;
def object: if type == "object" then . else {} end;
def chosen:
  object | .value // (.selected_option | object | .value) // .selected_user // .selected_channel // .selected_conversation // .selected_date // .selected_time;
def fields: object | with_entries(.value |= (object | with_entries(.value |= chosen) | compact)) | compact;
if (.type | id) == null then error("an interaction has a type")
elif .type == "block_suggestion" then empty
else
  (.user | object) as $user | (.view | object) as $view | (.container | object) as $container
  | (if $view.callback_id == "hub_replay" and ($view.private_metadata | type) == "string" then $view.private_metadata | (try fromjson catch null) else null end
      | object) as $own
  | ([if .actions | type == "array" then .actions[] | object | {id: (.action_id | id), block: (.block_id | id), value: chosen} | compact else empty end]) as $actions
  | {
      type: "slack.interaction.received",
      subject: ($user.id | id),
      data: ({teamId: ((.team | object | .id | id) // ($user.team_id | id)), enterpriseId: (.enterprise | object | .id | id), userId: ($user.id | id),
        userTeamId: ($user.team_id | id), kind: (.type | id), callbackId: ((.callback_id // $view.callback_id) | id),
        actionId: ($actions[0].id), value: ($actions[0].value), actions: $actions,
        channelId: (((.channel | object | .id) // $container.channel_id) | id),
        messageTs: (($container.message_ts // (.message | object | .ts)) | id), triggerId: (.trigger_id | id), reply: ($own.reply // .response_url),
        viewId: ($view.id | id), privateMetadata: (if $own == {} then $view.private_metadata else null end),
        values: ((($view.state | object | .values) // (.state | object | .values)) | fields),
        why: (if $view.callback_id == "hub_replay" then $view.state | object | .values | object | .why | object | .why | object | .value | clip(300) else null end),
        letterId: (($own.letter // (if $actions[0].id == "hub_replay" then $actions[0].value else null end)) | id),
        refused: (if $request.answer.body.response_action == "errors" then true else null end)} | compact)
    }
end
