# A request of <<Provider>> -> events of the hub, or nothing. $request has its id, type, time, subject and headers.
if $request.type == "lead.created" then
  {
    type: "lead.created",
    subject: (.data.email // $request.id),
    data: {id: $request.id, email: .data.email, name: .data.name, source: $request.source}
  }
else
  empty
end
