# Events API: what a person writes -> slack.message.received; what Slack holds back -> an alert; all else -> slack.event.received. What a bot
# writes becomes nothing, the hub's own messages among it: who answers messages would answer itself, for ever.
def id: identifier;
# Some events carry a token of the bot's or an address for replies: nobody who reads events is to have them.
def harmless:
  if type == "object" then with_entries(select(.key | test("token$|secret|response_url") | not) | .value |= harmless)
  elif type == "array" then map(harmless) else . end;
def by_bot: type == "object" and (.bot_id != null or .bot_profile != null or .subtype == "bot_message");
def of_person: .type == "message" and (.user | type) == "string"
  and (.subtype as $subtype | $subtype == null or (["file_share", "thread_broadcast", "me_message"] | any(. == $subtype)));
# A message has the id that the history can make of it, too, where there is no event_id: what comes both ways is one event. Channels and ts are unique over
# all workspaces, and of a shared channel each side would say its own team. What is no edit by a person (a link that is shown) keeps event_id.
def stamp: if type == "string" and test("^[0-9]{10}[.][0-9]{6}$") then . else null end;
def message_id:
  (.channel | id) as $channel
  | (if .message | type == "object" then .message else {} end) as $now
  | (if .previous_message | type == "object" then .previous_message else {} end) as $before
  | (if .subtype == "message_deleted" then (.deleted_ts | stamp // null) as $ts | if $ts != null then $ts + "-deleted" else null end
     elif .subtype == "message_changed" then
       (if $now.edited | type == "object" then $now.edited.ts | stamp else null end) as $edit
       | if $edit != null and ($now.ts | stamp) != null and (if $before.edited | type == "object" then $before.edited.ts != $edit else true end)
         then $now.ts + "-edited-" + $edit else null end
     elif .subtype == "message_replied" then null
     else .ts | stamp end) as $what
  | if .type == "message" and $channel != null and $what != null then "message-" + $channel + "-" + $what else null end;
. as $all
| (if .event | type == "object" then .event else {} end) as $event
| (if .authorizations | type == "array" then [.authorizations[] | select(type == "object" and .is_bot == true) | .user_id] else [] end) as $self
| if .type == "app_rate_limited" then
    {
      type: "system.health.degraded",
      id: ("app_rate_limited-" + (.team_id | id // "unknown") + "-" + (.minute_rate_limited | id // "unknown")),
      subject: "slack",
      data: {service: "slack", status: "rate_limited", part: "events",
        error: "Slack drops events: more than 30 000 an hour from one workspace", teamId: (.team_id | id)} | compact
    }
  elif .type == "history_gap" then
    {
      type: "integration.failed",
      id: ("history_gap-" + (.channel | id // "unknown") + "-" + (.since | id // "unknown")),
      subject: "slack",
      data: {service: "slack", class: "GAP", code: "history_gap",
        error: ("messages in " + (.channel | id // "a channel") + " since " + (.since | id // "an unknown time") + " may be missing: " + (.reason | id // "unknown"))}
    }
  elif .type != "event_callback" or ($event.type | id) == null then empty
  elif [$event, $event.message, $event.previous_message] | any(by_bot) then empty
  elif $event.user != null and ($self | any(. == $event.user)) then empty
  elif $event | of_person then
    {
      type: "slack.message.received",
      id: ($event | message_id),
      subject: ($event.channel | id // ($event.user | id)),
      time: ($all.event_time | id),
      data: ({teamId: ($all.team_id | id), enterpriseId: ($all.enterprise_id | id), userId: ($event.user | id),
        userTeamId: (($event.user_team // $event.team) | id), channelId: ($event.channel | id), channelType: ($event.channel_type | id),
        text: $event.text, ts: ($event.ts | id), threadTs: ($event.thread_ts | id),
        files: (if $event.files | type == "array" then $event.files | length else null end)} | compact)
    }
  else
    {
      type: "slack.event.received",
      id: ($event | message_id),
      subject: (($event.channel | id) // ($event.item | if type == "object" then .channel else null end | id) // ($event.user | id) // ($all.team_id | id)),
      time: ($all.event_time | id),
      data: ({teamId: ($all.team_id | id), enterpriseId: ($all.enterprise_id | id), eventType: ($event.type | id), subtype: ($event.subtype | id),
        userId: ($event.user | id), channelId: ($event.channel | id), event: ($event | harmless)} | compact)
    }
  end
