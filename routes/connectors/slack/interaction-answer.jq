# What who has sent a form sees at once: errors beside its fields, or nothing, and it closes.
def object: if type == "object" then . else {} end;
if .type == "block_suggestion" then {body: {options: []}}
elif .type == "view_submission" and (.view | object | .callback_id) == "hub_replay"
    and ((.view.state | object | .values | object | .why | object | .why | object | .value | clip(300)) // "" | length) < 10 then
  {body: {response_action: "errors", errors: {why: plain("chat.replay.short")}}}
else null end
