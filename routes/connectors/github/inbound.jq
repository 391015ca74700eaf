# An issue that somebody opens is a ticket for the support team; nothing else is ours to carry.
if $request.type == "issues" and .action == "opened" then
  {
    type: "support.ticket.created",
    subject: ("github-" + (.sender.id | tostring)),
    time: .issue.created_at,
    data: {
      id: ("github-" + (.issue.id | tostring)),
      subject: .issue.title,
      description: (.issue.body // ""),
      priority: "normal",
      requester: {name: .sender.login},
      url: .issue.html_url
    }
  }
else
  empty
end
