// The official JavaScript SDK of CloudEvents sends to whoever listens: node send.mjs <URL>. Writes what it meant, one JSON object a request.
import { CloudEvent, HTTP, emitterFor, httpTransport } from "cloudevents";

const [url] = process.argv.slice(2);
const data = { id: "u1", s: "\u00e9\u20ac", n: 1.5 };
const latin = ["plain", "two words", "caf\u00e9", 'say "hi"', '"quoted"', "a\\b", "a,b;c=d", "(c)", "100%25", "a+b", "\u00ff"];
const any = [...latin, "\u20ac\u6f22\ud83d\ude00", "100%", "%zz", "%41"];
const sources = ["/p%20q", "/versaai", "https://h.example/%7Ba%7D?q=%3C", "urn:a:b", "/100%25"];

async function send(mode, attributes) {
  const event = new CloudEvent({ id: "1", source: "/versaai", type: "user.login", data, ...attributes });
  const message = HTTP[mode](event);
  const answer = await fetch(url, { method: "POST", headers: message.headers, body: message.body });
  console.log(JSON.stringify({ mode, status: answer.status, ...JSON.parse(JSON.stringify(event.cloneWith({ data }))) }));
}

// A header holds one byte a character; the SDK leaves it to its caller to see to that.
for (const text of latin) await send("binary", { id: text, subject: text, tenant: text });
for (const text of any) await send("structured", { id: text, subject: text, tenant: text });
for (const source of sources) {
  await send("binary", { source });
  await send("structured", { source });
}
for (const mode of ["binary", "structured"]) {
  await send(mode, { time: "2026-01-05T10:00:00.500+01:00", correlationid: "c", somethingelse: "50% \u00e9", number: 5, flag: true });
  await send(mode, { data: Buffer.from(JSON.stringify(data)) }); // structured: data_base64
  await send(mode, { datacontenttype: "application/json", subject: "typed" });
}
await emitterFor(httpTransport(url))(new CloudEvent({ id: "emitted", source: "/p%20q", type: "user.login", data }));
