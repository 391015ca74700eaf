# A click on replay -> a form that asks why. Which letter, and where to tell the outcome, comes back with it, signed by Slack.
if (.data.letter | type) != "object" or (.data.letter.id | identifier) == null or (.data.triggerId | identifier) == null then {nothing: "the dead letter is no longer open"}
else
  {payload: {
    team: .data.teamId,
    trigger_id: .data.triggerId,
    view: {
      type: "modal",
      callback_id: "hub_replay",
      private_metadata: ({letter: .data.letter.id, reply: .data.reply} | tojson),
      title: {type: "plain_text", text: plain("chat.replay.title")},
      submit: {type: "plain_text", text: plain("chat.replay")},
      close: {type: "plain_text", text: plain("chat.cancel")},
      blocks: [
        {type: "section", text: {type: "mrkdwn", text: text("chat.letter"; .data.letter)}},
        {type: "input", block_id: "why", label: {type: "plain_text", text: plain("chat.replay.why")},
          element: {type: "plain_text_input", action_id: "why", multiline: true, max_length: 300}}
      ]
    }
  } | if .team == null then del(.team) else . end}
end
