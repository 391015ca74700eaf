# payment.processed above the threshold (the route decides), payment.disputed -> the revenue channel.
{payload: {
  channel: $config.slack.channels.revenue,
  text: text(if kind == "payment.disputed" then "payment.disputed" else "payment.important" end;
             {amount: money(.data.amount; .data.currency)})
}}
