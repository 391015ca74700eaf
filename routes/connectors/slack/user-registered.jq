# user.registered -> the growth channel.
{payload: {
  channel: $config.slack.channels.growth,
  text: text("user.registered"; {email: ((.data.email | clip(200)) // (.data.name | clip(200)) // person)})
}}
