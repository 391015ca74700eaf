// Slack's own Bolt at the other end: takes requests from the standard input, one JSON a line, through the door of a real receiver, and says one line
// for each: the status it was answered with, and whether the signature alone holds. node check.mjs <signing secret>.
import { createInterface } from "node:readline";
import http from "node:http";
import bolt from "@slack/bolt";

const [signingSecret] = process.argv.slice(2);
const logger = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, getLevel: () => "error", setName() {} };
const receiver = new bolt.HTTPReceiver({
  signingSecret, logger, unhandledRequestTimeoutMillis: 300,
  endpoints: ["/webhooks/slack/events", "/webhooks/slack/commands", "/webhooks/slack/interactions"],
});
const app = new bolt.App({ receiver, logger, authorize: async () => ({ botToken: "xoxb-none", botId: "B0", botUserId: "U0" }) });
let seen = 0;
app.use(async ({ ack, next }) => {
  seen++;
  if (ack) await ack();
  await next();
});
app.error(async () => {});
const server = await app.start({ port: 0, host: "127.0.0.1" });
const { port } = server.address();

const post = ({ path, headers, body }) => new Promise((resolve, reject) => {
  const request = http.request({ host: "127.0.0.1", port, path, method: "POST", headers }, (response) => {
    let text = "";
    response.on("data", (chunk) => { text += chunk; });
    response.on("end", () => resolve({ status: response.statusCode, text }));
  });
  request.on("error", reject);
  request.end(body);
});

for await (const line of createInterface({ input: process.stdin })) {
  const { path, headers, body } = JSON.parse(line);
  const bytes = Buffer.from(body, "base64");
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const valid = bolt.isValidSlackRequest({ signingSecret, body: bytes.toString("utf8"),
    headers: { "x-slack-signature": lower["x-slack-signature"] ?? "", "x-slack-request-timestamp": Number(lower["x-slack-request-timestamp"]) } });
  const before = seen;
  const { status, text } = await post({ path, headers: { ...headers, "Content-Length": bytes.length }, body: bytes });
  console.log(JSON.stringify({ status, text, valid, seen: seen - before }));
}
await app.stop();
