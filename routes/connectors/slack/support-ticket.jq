# support.ticket.created -> the support channel.
{payload: {
  channel: $config.slack.channels.support,
  text: text("ticket.created"; {subject: ((.data.subject | clip(200)) // plain("crm.ticket")),
                                from: ((.data.email | clip(200)) // (.data.name | clip(200)) // person)})
}}
