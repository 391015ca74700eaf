# Definitions that every mapping of this folder can use. Functions written in Java: docs/mapping.md.

def kind: .type // "";

# An id that a connected account gave (Stripe Connect), apart from the same id of another account or of the platform itself.
def apart(id):
  (.data.connectedAccount | identifier) as $account | id as $id
  | if $id == null or $account == null then $id else $account + "/" + $id end;

# Whether the subject only keeps the order and is nobody: of an event that itself has a place for the customer (null says that there is
# none), whose subject is the event's own id, or that is about a thing: a dispute, a guest's payment.
def ordered:
  (.subject | tostring) as $subject | .data as $d
  | ($d | type == "object" and has("customerId"))
    or .subject == .originid or .subject == .id
    or ($d | type == "object" and
        ([.id, .paymentId, .chargeId, .refundId, .disputeId, .warningId, .invoiceId, .subscriptionId]
         | map(select(. != null) | tostring == $subject) | any));

# Who the event is about, null when nobody is. The sender's own user id comes first: it joins product and billing.
def person:
  (.data.userId | identifier)
  // apart(.data.customerId | identifier)
  // (if kind | (startswith("user.") or startswith("lead.")) then (.data.id | identifier) else null end)
  // (if ordered then null else (.subject | identifier) end);

# What a mapping that needs a person answers of an event without one; the timeline shows why.
def nobody: {nothing: "it is about nobody: no user, no customer"};

# The platforms' event name: user.registered -> user_registered.
def eventname: kind | gsub("[^A-Za-z0-9]"; "_") | .[0:40];

# The name people know of the plan.
def planname: (.data.plan | clip(100)) as $plan | if $plan == null then null else ($config.plans[$plan] // $plan) end;

# Used per cent of a limit, rounded down; null when it can't be said.
def percent: percent(.data.used; .data.limit);

# Major units of a payment: negative when money goes back.
def revenue:
  if kind == "payment.processed" then major(.data.amount; .data.currency)
  elif kind == "payment.refunded" then major(.data.amount; .data.currency) | opposite
  else null end;

# What analytics may know of an event: numbers and codes, nothing that names a person.
def facts:
  kind as $kind | .data as $d
  | (if $kind | startswith("payment.") then
       {payment_id: $d.paymentId, amount: major($d.amount; $d.currency), currency: currency($d.currency), plan: $d.plan, reason: $d.reason}
     elif $kind == "user.usage.threshold" then
       {metric: $d.metric, used: $d.used, limit: $d.limit, percent: percent}
     elif $kind == "user.subscription.changed" or $kind == "subscription.renewed" or $kind == "trial.started" then
       {plan: $d.plan, status: $d.status, previous_status: $d.previousStatus, change: $d.change, period_end: ($d.periodEnd | day)}
     elif $kind == "ai.request.completed" then
       {model: $d.model, provider: $d.provider, prompt_tokens: $d.promptTokens, completion_tokens: $d.completionTokens,
        latency_ms: $d.latencyMs, cached: $d.cached, fallback: $d.fallback}
     elif $kind | (startswith("user.") or startswith("lead.")) then {signup_source: $d.source}
     else {} end)
  + {connected_account: $d.connectedAccount}
  | tidy(255) | with_entries(select(.value | (type != "string") or (contains("@") | not)));

# A subscription's state as a sales stage: won, lost, risk or open.
def stage:
  (.data.status // "") as $status
  | if .data.change == "deleted" or $status == "canceled" or $status == "incomplete_expired" then "lost"
    elif $status == "past_due" or $status == "unpaid" or $status == "paused" or $status == "incomplete" then "risk"
    elif $status == "trialing" or kind == "trial.started" then "open"
    else "won" end;

# Placeholders of the texts about subscriptions and usage.
def told:
  {customer: (.data.email // .data.name // person), plan: planname, from: .data.previousStatus, status: .data.status,
   change: .data.change, until: (.data.periodEnd | day), percent: percent, used: number(.data.used), limit: number(.data.limit)};

# Names and descriptions of CRM records, of what the event has values for: the first text that is whole, else none, and then the field is
# not sent. A dash would overwrite what an earlier event, or somebody in sales, has written there.
def subscriptionname: person as $customer | (told + {customer: $customer}) as $told | whole("crm.subscription"; $told) // whole("crm.subscription.bare"; $told);
def subscriptionstate: whole("crm.subscription.description"; told) // whole("crm.subscription.description.bare"; told);
def usagename:
  person as $customer | (told + {customer: $customer}) as $told
  | whole("crm.usage"; $told) // whole("crm.usage.total"; $told) // whole("crm.usage.unknown"; $told) // whole("crm.usage.bare"; $told);
def paymentname($payment):
  {payment: $payment, amount: money(.data.amount; .data.currency)} as $said | whole("crm.payment"; $said) // whole("crm.payment.bare"; $said);

# The neutral record of each CRM action: what an event means there, or {nothing: why}. A CRM's mapping gives its facts that CRM's names and
# lengths (docs/mapping.md, "One model, several CRMs"). Null is a fact that the event does not tell, or that the settings keep back.
def kept($fact): if $config.crm.customFields then $fact else null end;

def opportunity_record:
  ((.data.paymentId | identifier) // .id) as $payment
  | {key: apart($payment), title: paymentname($payment), day: (.time | day), millis: (.time | millis), amount: major(.data.amount; .data.currency),
     currency: (if $config.crm.multiCurrency then currency(.data.currency) else null end), description: planname, customer: kept(person)};

def subscription_record:
  person as $customer
  | if $customer == null then nobody else
      {key: ("subscription:" + (apart(.data.subscriptionId | identifier) // $customer)), title: subscriptionname, stage: stage,
       day: ((.data.periodEnd | day) // (.time | day)), millis: ((.data.periodEnd | millis) // (.time | millis)), description: subscriptionstate,
       customer: kept($customer), plan: kept(.data.plan | clip(100)), status: kept(.data.status | clip(40))}
    end;

def usage_record:
  person as $customer | (.data.metric | clip(60)) as $metric | ((.time | millis) + $config.crm.upsellDays * 86400000) as $millis
  | if $customer == null then nobody else
      {key: ("usage:" + $customer + ":" + ($metric // "total")), title: usagename, day: ($millis | day), millis: $millis,
       description: whole("crm.usage.description"; told), customer: kept($customer), metric: kept($metric), percent: kept(percent)}
    end;

def ticket_record:
  {key: ((.data.id | identifier) // .id), subject: ((.data.subject | clip(255)) // plain("crm.ticket")), said: ((.data.description // .data.message) | clip(32000)),
   day: (.time | day), priority: (.data.priority | clip(20) // "" | ascii_downcase), name: .data.name, email: (.data.email | email), customer: kept(person)};

# A note on the deal that the hub has written, or is about to: of its payment, or of its subscription.
def note_record:
  kind as $kind | {amount: money(.data.amount; .data.currency), reason: (.data.reason | clip(100))} as $said
  | (if $kind == "payment.refunded" or $kind == "payment.disputed" then
       ($kind | sub("payment\\."; "crm.note.")) as $text
       | {deal: apart(.data.paymentId | identifier), missing: "it names no payment, so there is no deal to note it on",
          subject: (whole($text; $said) // whole($text + ".bare"; $said) // plain($text + ".unknown"))}
     elif $kind == "user.subscription.changed" then
       subscription_record | {deal: .key, missing: .nothing, subject: .title, said: .description}
     else {missing: "nothing is noted of it"} end) as $note
  | if $note.deal == null then {nothing: $note.missing} else
      {key: ("note:" + .id), deal: $note.deal, subject: $note.subject, said: $note.said, day: (.time | day), millis: (.time | millis)}
    end;

# What an event says of a service: failed, degraded or recovered.
def incident:
  if kind == "system.alert" then .data.kind
  elif kind == "integration.failed" then "failed"
  elif kind == "system.health.degraded" then "degraded"
  elif kind == "system.health.recovered" then "recovered"
  else null end;

# The reason of an alert: of the first of many the code, of the rest their number as well.
def reason:
  (if .data.others == true then plain("alert.others") else (.data.error // .data.status) end) as $error
  | if (.data.period | clip(50)) == null or (.data.count | clip(20)) == null then $error
    elif incident == "failed" then plain("alert.more"; {error: $error, class: .data.class})
    else plain("alert.changes"; {error: $error}) end;

# critical, error, warning, info or recovered.
def severity:
  (.data.severity | clip(20)) as $said | (.data.service // "") as $service
  | if incident == "recovered" then "recovered"
    elif $said == "critical" or $said == "error" or $said == "warning" or $said == "info" then $said
    elif [$config.alerts.criticalServices[] == $service] | any then "critical"
    elif incident == "failed" then "error"
    elif incident == "degraded" then "warning"
    else "info" end;

# A chat message of a type (info, success, warning, error, alert): its emoji, and whom an alert mentions, are texts (message.<type>);
# its colour stands beside the line below it.
def message($channel; $type; $said; $below):
  {channel: $channel, text: (text("message." + $type) + " " + $said),
   attachments: [{color: ({info: "#439FE0", success: "#2EB67D", warning: "#ECB22E", error: "#E01E5A", alert: "#8B0000"} | .[$type]),
                  fallback: $below, text: $below}]};

# The type of message that tells of an alert.
def messagetype: severity | if . == "critical" then "alert" elif . == "recovered" then "success" else . end;

# Names the text of an alert: that a service is well again says nothing more, unless it was not the only change.
def headline: severity + (if severity == "recovered" and .data.period != null then ".more" else "" end);
