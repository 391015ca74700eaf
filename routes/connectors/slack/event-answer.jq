# Slack asks once whether the address is ours; who has not signed never gets here.
if .type == "url_verification" and (.challenge | type) == "string" then {"content-type": "text/plain", body: .challenge} else null end
